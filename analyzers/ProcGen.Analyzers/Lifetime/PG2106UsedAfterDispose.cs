using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Something is used after it has been disposed of.</summary>
internal static class UsedAfterDispose
{
    public const string Id = "PG2106";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Something is used after it has been disposed of",
        "'{0}' has been disposed of, so that {1} throws: use it before, or make a new one",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "After Dispose, members throw ObjectDisposedException.",
        helpLinkUri: HelpLink.For(Id));
}
