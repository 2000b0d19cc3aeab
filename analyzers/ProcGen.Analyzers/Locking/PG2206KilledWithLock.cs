using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A process that was given a lock is killed.</summary>
internal static class KilledWithLock
{
    public const string Id = "PG2206";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A process that was given a lock is killed",
        "'{0}' was given '{1}', and Kill ends it wherever it is: what the lock guards may be half changed. Ask it to end by Cancel or Terminate, and look at WasAbandoned.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The next holder of a lock is told that its last one died, and has to repair what it guards.",
        helpLinkUri: HelpLink.For(Id));
}
