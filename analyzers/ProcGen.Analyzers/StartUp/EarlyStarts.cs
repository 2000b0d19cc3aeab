using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Reach;
using ProcGen.Validation;

namespace ProcGen.Analyzers.StartUp;

/// <summary>PG2001 and PG2003: what is started before a child would be ready. Other rules ask, too, to give way where these speak.</summary>
internal static class EarlyStarts
{
    public static IEnumerable<Diagnostic> Find(ISymbol owner, IMethodSymbol? main, ImmutableArray<IOperation> blocks, CallGraph graph, CancellationToken cancellationToken)
    {
        if (Initializer(owner) is { } what)
        {
            return WhileLoading(what, blocks, graph, cancellationToken);
        }

        return SymbolEqualityComparer.Default.Equals(owner, main) && MainGuard.In(Facts(blocks), graph, cancellationToken) is { } guard
            ? BeforeGuard(guard, blocks, graph, cancellationToken)
            : [];
    }

    public static IEnumerable<Fact> Facts(ImmutableArray<IOperation> blocks) => blocks.SelectMany(static body => MethodFacts.Of(body));

    private static IEnumerable<Diagnostic> WhileLoading(string what, ImmutableArray<IOperation> blocks, CallGraph graph, CancellationToken cancellationToken)
    {
        foreach (Fact fact in Facts(blocks))
        {
            if (graph.StartBehind(fact, cancellationToken) is { } start && !Guards.KnowsItsProcess(fact.Syntax))
            {
                yield return Diagnostic.Create(StartedWhileLoading.Rule, fact.Syntax.GetLocation(), additionalLocations: [start.Syntax.GetLocation()], what, start.Name, start == fact ? "" : " through '" + fact.Name + "'");
            }
        }
    }

    private static IEnumerable<Diagnostic> BeforeGuard(SyntaxNode guard, ImmutableArray<IOperation> blocks, CallGraph graph, CancellationToken cancellationToken)
    {
        foreach (Fact fact in Facts(blocks).Where(fact => fact.Syntax.SpanStart < guard.SpanStart))
        {
            if (graph.StartBehind(fact, cancellationToken) is { } start)
            {
                yield return Diagnostic.Create(StartedBeforeGuard.Rule, fact.Syntax.GetLocation(), additionalLocations: [guard.GetLocation(), start.Syntax.GetLocation()], start.Name);
            }
        }
    }

    private static string? Initializer(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => $"The static constructor of '{symbol.ContainingType.Name}'",
        IFieldSymbol { IsStatic: true, IsConst: false } or IPropertySymbol { IsStatic: true } => $"The initializer of '{symbol.Name}'",
        IMethodSymbol method when IsModuleInitializer(method) => $"The module initializer '{symbol.Name}'",
        _ => null,
    };

    public static bool IsModuleInitializer(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: true } && WellKnown.Has(method, "System.Runtime.CompilerServices.ModuleInitializerAttribute");
}
