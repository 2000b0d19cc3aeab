using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Run is called where Start was meant.</summary>
internal static class RunInsteadOfStart
{
    public const string Id = "PG2103";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Run is called where Start was meant",
        "'{0}.{1}' runs the target here, in this process, and '{0}' is then waited for without having been started: call {0}.Start()",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Run is what the child does; Start makes the child.",
        helpLinkUri: HelpLink.For(Id));
}
