using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A target or a type that it passes is not accessible to generated code.</summary>
internal static class TargetNotAccessible
{
    public const string Id = "PG1003";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target or a type that it passes is not accessible to generated code",
        "{0}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated code of the same assembly has to be able to name the type of the target and every type that crosses.",
        helpLinkUri: HelpLink.For(Id));
}
