using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Isolation;

/// <summary>A target reads from the console.</summary>
internal static class ConsoleInputInTarget
{
    public const string Id = "PG3003";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target reads from the console",
        "Target '{0}' reads from the console by '{1}': its process shares the input with its parent and all others, or has none. Read it in the parent and pass it as an argument.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "One input cannot be read by several processes.",
        helpLinkUri: HelpLink.For(Id));
}
