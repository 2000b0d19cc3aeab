using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>The type of a target is not partial.</summary>
internal static class TypeNotPartial
{
    public const string Id = "PG1001";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The type of a target is not partial",
        "Type '{0}' has targets, and {1} not partial, so that nothing can be generated beside them: add 'partial'",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The type of a target is partial, and so are the types around it.",
        helpLinkUri: HelpLink.For(Id));
}
