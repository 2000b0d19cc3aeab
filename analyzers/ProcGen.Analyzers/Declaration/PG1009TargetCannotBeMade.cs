using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>Nothing could call the target.</summary>
internal static class TargetCannotBeMade
{
    public const string Id = "PG1009";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Nothing could call the target",
        "{0}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A target has a body, and its process class can be made in the child.",
        helpLinkUri: HelpLink.For(Id));
}
