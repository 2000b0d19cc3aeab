using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A target is an instance method of a type that is no process.</summary>
internal static class InstanceTarget
{
    public const string Id = "PG1004";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target is an instance method of a type that is no process",
        "'{0}' is an instance method, and '{1}' is no ChildProcess whose Run or RunAsync it overrides: make it static, or derive the type from ChildProcess",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The object of an instance method stays in its process; a target is static, or it is the override of Run or RunAsync of a ChildProcess.",
        helpLinkUri: HelpLink.For(Id));
}
