using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A pool is joined that is still open.</summary>
internal static class JoinedBeforeClose
{
    public const string Id = "PG2107";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A pool is joined that is still open",
        "'{0}' is joined but has not been closed, so that its workers would never exit: call {0}.Close() first",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Join waits for the workers to exit, which they do once the pool is closed; joining an open pool throws.",
        helpLinkUri: HelpLink.For(Id));
}
