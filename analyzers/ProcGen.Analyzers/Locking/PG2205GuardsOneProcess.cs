using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A lock of one process guards what several share.</summary>
internal static class GuardsOneProcess
{
    public const string Id = "PG2205";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A lock of one process guards what several share",
        "{0} guards this process only, and '{1}' is shared with others: {2}",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Every process has its own monitors and semaphores.",
        helpLinkUri: HelpLink.For(Id));
}
