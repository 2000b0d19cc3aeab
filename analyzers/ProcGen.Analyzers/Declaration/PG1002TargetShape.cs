using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A target is generic, or passes something that is bound to its process by reference.</summary>
internal static class TargetShape
{
    public const string Id = "PG1002";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target is generic, or passes something that is bound to its process by reference",
        "{0}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "No id stands for a generic method, and neither an address nor a reference means anything in another process.",
        helpLinkUri: HelpLink.For(Id));
}
