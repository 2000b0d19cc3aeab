using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>The name of a target is not free.</summary>
internal static class TargetName
{
    public const string Id = "PG1006";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The name of a target is not free",
        "{0}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A target is known by its name, which is unique in its type, is an identifier, and leaves the names of what is generated free.",
        helpLinkUri: HelpLink.For(Id));
}
