using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.StartUp;
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
    private readonly Lazy<HashSet<IMethodSymbol>> _loading;
    private readonly Lazy<ILookup<string, FacadeCall>> _calls;

    public TargetIndex(CallGraph graph)
    {
        _graph = graph;
        _targets = new(() => [.. TypesIn(graph.Compilation.Assembly.GlobalNamespace).SelectMany(TargetNames.MarkedMethods)]);
        _reached = new(() => graph.Reach(_targets.Value, nowOnly: false, CancellationToken.None));
        _loading = new(() => graph.Reach(FindLoading(), nowOnly: true, CancellationToken.None));
        _calls = new(() => FindCalls().ToLookup(static call => call.Name, StringComparer.Ordinal));
    }

    /// <summary>Whether some target runs the method.</summary>
    public bool IsReached(IMethodSymbol method) => _reached.Value.Contains(method.OriginalDefinition);

    /// <summary>Whether static constructors or initializers run the method: they run in every process.</summary>
    public bool IsRunWhileLoading(IMethodSymbol method) => _loading.Value.Contains(method.OriginalDefinition);

    /// <summary>Where an executor is asked for a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="mapsOnly">Whether only the calls that map it are wanted.</param>
    public IEnumerable<FacadeCall> CallsOf(IMethodSymbol target, bool mapsOnly)
    {
        string name = TargetNames.NameOf(target);
        string[] names = mapsOnly ? Maps(name) : [name, name + "Async", .. Maps(name)];
        return names.SelectMany(each => _calls.Value[each]).Where(call => IsFacadeOf(call.Facade, target.ContainingType));
    }

    private static bool IsFacadeOf(INamedTypeSymbol facade, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(facade.ContainingNamespace, type.ContainingNamespace) && FacadesOf(type).Contains(facade.Name.Substring(0, facade.Name.Length - "Executor".Length).TrimEnd('_'));

    // The generator puts the names of the types around it in front, where the name alone is that of several.
    private static IEnumerable<string> FacadesOf(INamedTypeSymbol type)
    {
        string path = type.Name;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            path = outer.Name + path;
        }

        return [type.Name.TrimEnd('_'), path.TrimEnd('_')];
    }

    private static string[] Maps(string name) => ["Map" + name, "Map" + name + "Async", "Map" + name + "ResultsAsync"];

    private IEnumerable<FacadeCall> FindCalls()
    {
        HashSet<string> names = [.. _targets.Value.Select(TargetNames.NameOf).SelectMany(static name => (string[])[name, name + "Async", .. Maps(name)])];
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

    private IEnumerable<IMethodSymbol> FindLoading()
    {
        foreach (INamedTypeSymbol type in TypesIn(_graph.Compilation.Assembly.GlobalNamespace).Where(static type => !ProcGenTypes.IsGenerated(type)))
        {
            foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.MethodKind == MethodKind.StaticConstructor || EarlyStarts.IsModuleInitializer(method)))
            {
                yield return method;
            }

            foreach (Fact call in _graph.OfInitializers(type, isStatic: true, CancellationToken.None).Where(static fact => fact is { Kind: FactKind.Call, IsLater: false }))
            {
                yield return (IMethodSymbol)call.Symbol;
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
