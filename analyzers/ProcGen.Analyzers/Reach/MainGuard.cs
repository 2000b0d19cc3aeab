using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Reach;

/// <summary>The place in Main at which a child goes its own way.</summary>
internal static class MainGuard
{
    /// <summary>Where Main asks for it first, itself or through a method of the project that it calls; or null.</summary>
    public static SyntaxNode? In(IEnumerable<Fact> facts, CallGraph graph, CancellationToken cancellationToken) => facts
        .Where(static fact => !fact.IsLater)
        .OrderBy(static fact => fact.Syntax.SpanStart)
        .FirstOrDefault(fact => fact.Kind == FactKind.Guard
            || (fact is { Kind: FactKind.Call, Symbol: IMethodSymbol called } && graph.Reachable(called, FactKind.Guard, nowOnly: true, cancellationToken).Any()))?.Syntax;
}
