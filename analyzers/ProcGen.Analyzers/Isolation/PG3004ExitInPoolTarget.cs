using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Isolation;

/// <summary>A target that a pool runs ends its process.</summary>
internal static class ExitInPoolTarget
{
    public const string Id = "PG3004";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target that a pool runs ends its process",
        "Target '{0}' is run by a pool ({2}), and '{1}' ends the worker with the call: return, or throw",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A worker that ends loses its call, and a new one has to be started.",
        helpLinkUri: HelpLink.For(Id));
}
