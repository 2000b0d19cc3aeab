using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A value is object, dynamic or serialized without its type.</summary>
internal static class UntypedValue
{
    public const string Id = "PG1008";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A value is object, dynamic or serialized without its type",
        "'{0}' is {1}: the other process would have to be trusted to name a type. Use the type itself, or a [Union] of those that are meant.",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Input from another process never names a type.",
        helpLinkUri: HelpLink.For(Id));
}
