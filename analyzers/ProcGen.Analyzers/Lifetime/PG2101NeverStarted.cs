using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A process is waited for that was never started.</summary>
internal static class NeverStarted
{
    public const string Id = "PG2101";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A process is waited for that was never started",
        "'{0}' is asked for {1}, but was never started: call {0}.Start() first",
        Categories.Reliability,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Join, WaitForExitAsync, Sentinel and the result are there once Start has been called; before, they throw.",
        helpLinkUri: HelpLink.For(Id));
}
