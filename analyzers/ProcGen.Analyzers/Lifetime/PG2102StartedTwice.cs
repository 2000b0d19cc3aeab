using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A process is started twice.</summary>
internal static class StartedTwice
{
    public const string Id = "PG2102";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A process is started twice",
        "'{0}' has been started already, and a process object starts one process: make a new one",
        Categories.Reliability,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The second Start throws.",
        helpLinkUri: HelpLink.For(Id));
}
