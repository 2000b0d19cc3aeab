using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Isolation;

/// <summary>A target reads a static that only the parent assigns.</summary>
internal static class StaticOfParentRead
{
    public const string Id = "PG3001";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target reads a static that only the parent assigns",
        "Target '{0}' reads '{1}', which only '{2}' assigns, in another process ({3}): the child has its own copy. Pass the value as an argument.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Processes share no memory: the child has the value that its own initializers gave.",
        helpLinkUri: HelpLink.For(Id));
}
