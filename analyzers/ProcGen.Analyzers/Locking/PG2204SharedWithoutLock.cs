using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A shared value is read and written without a lock.</summary>
internal static class SharedWithoutLock
{
    public const string Id = "PG2204";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A shared value is read and written without a lock",
        "'{0}' is read and then written, and another process may write in between: {1}",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Reading, changing and writing a shared value is three steps; Add is one.",
        helpLinkUri: HelpLink.For(Id));
}
