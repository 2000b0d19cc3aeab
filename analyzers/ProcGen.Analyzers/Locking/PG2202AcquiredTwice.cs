using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A lock is acquired that is held already.</summary>
internal static class AcquiredTwice
{
    public const string Id = "PG2202";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A lock is acquired that is held already",
        "'{0}' is held here already, and a ProcessLock cannot be acquired twice: this waits for ever. Release it first, or use a ProcessRLock.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A ProcessLock does not count who has it; its holder waits for itself.",
        helpLinkUri: HelpLink.For(Id));
}
