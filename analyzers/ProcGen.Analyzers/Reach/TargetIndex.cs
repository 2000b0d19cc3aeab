using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Reach;

/// <summary>A call of a target on an executor.</summary>
internal sealed record FacadeCall(INamedTypeSymbol Facade, string Name, SyntaxNode Syntax);

/// <summary>All targets of a project, what they reach, and where executors are asked for them. Each part is made when a rule first needs it.</summary>
internal sealed class TargetIndex
{
    private readonly CallGraph _graph;
    private readonly Lazy<ImmutableArray<IMethodSymbol>> _targets;
    private readonly Lazy<HashSet<IMethodSymbol>> _reached;
    private readonly Lazy<ILookup<string, FacadeCall>> _calls;

    public TargetIndex(CallGraph graph)
    {
        _graph = graph;
        _targets = new(() => [.. TypesIn(graph.Compilation.Assembly.GlobalNamespace).SelectMany(TargetNames.MarkedMethods)]);
        _reached = new(() => graph.Reach(_targets.Value, nowOnly: false, CancellationToken.None));
        _calls = new(() => FindCalls().ToLookup(static call => call.Name, StringComparer.Ordinal));
    }

    /// <summary>Whether some target runs the method.</summary>
    public bool IsReached(IMethodSymbol method) => _reached.Value.Contains(method.OriginalDefinition);

    /// <summary>Where an executor is asked for a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="mapsOnly">Whether only the calls that map it are wanted.</param>
    public IEnumerable<FacadeCall> CallsOf(IMethodSymbol target, bool mapsOnly)
    {
        string name = TargetNames.NameOf(target);
        string[] names = mapsOnly ? ["Map" + name, "Map" + name + "Async"] : [name, name + "Async", "Map" + name, "Map" + name + "Async"];
        return names.SelectMany(each => _calls.Value[each]).Where(call => IsFacadeOf(call.Facade, target.ContainingType));
    }

    private static bool IsFacadeOf(INamedTypeSymbol facade, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(facade.ContainingNamespace, type.ContainingNamespace) && facade.Name.Contains(type.Name);

    private IEnumerable<FacadeCall> FindCalls()
    {
        HashSet<string> names = [.. _targets.Value.Select(TargetNames.NameOf).SelectMany(static name => new[] { name, name + "Async", "Map" + name, "Map" + name + "Async" })];
        foreach (SyntaxTree tree in _graph.Compilation.SyntaxTrees)
        {
            foreach (IdentifierNameSyntax name in tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (names.Contains(name.Identifier.ValueText) && name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax
                    && _graph.Symbol(name) is IMethodSymbol { ContainingType: { } facade } && ProcGenTypes.IsFacade(facade))
                {
                    yield return new FacadeCall(facade, name.Identifier.ValueText, name);
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container is INamespaceSymbol space ? space.GetMembers() : container.GetTypeMembers().Cast<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol inner in TypesIn(member))
            {
                yield return inner;
            }
        }
    }
}
