using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Reach;

/// <summary>What a method does by itself and through the methods of its project that it calls. One for each compilation; a method is read once, when it is first reached.</summary>
internal sealed class CallGraph(Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Fact>> _facts = new(SymbolEqualityComparer.Default);

    public Compilation Compilation { get; } = compilation;

    /// <summary>The facts of a method's own body.</summary>
    public ImmutableArray<Fact> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = (method.PartialImplementationPart ?? method).OriginalDefinition;
        if (_facts.TryGetValue(method, out ImmutableArray<Fact> known))
        {
            return known;
        }

        ImmutableArray<Fact> facts =
        [
            .. method.DeclaringSyntaxReferences.SelectMany(reference => Read(reference.GetSyntax(cancellationToken), cancellationToken)),
            .. method.MethodKind == MethodKind.Constructor ? OfInitializers(method.ContainingType, isStatic: false, cancellationToken) : [],
        ];
        _facts.TryAdd(method, facts);
        return facts;
    }

    /// <summary>The methods that are reached from some, and they themselves.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="nowOnly">Whether what lambdas do is left out.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public HashSet<IMethodSymbol> Reach(IEnumerable<IMethodSymbol> from, bool nowOnly, CancellationToken cancellationToken)
    {
        HashSet<IMethodSymbol> reached = new(SymbolEqualityComparer.Default);
        Stack<IMethodSymbol> open = new(from.Select(static method => method.OriginalDefinition));
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IMethodSymbol method = open.Pop();
            if (reached.Add(method))
            {
                foreach (Fact call in Of(method, cancellationToken))
                {
                    if (call.Kind == FactKind.Call && !(nowOnly && call.IsLater))
                    {
                        open.Push(((IMethodSymbol)call.Symbol).OriginalDefinition);
                    }
                }
            }
        }

        return reached;
    }

    /// <summary>The facts of a kind in what is reached from a method.</summary>
    public IEnumerable<Fact> Reachable(IMethodSymbol from, FactKind kind, bool nowOnly, CancellationToken cancellationToken) =>
        Reach([from], nowOnly, cancellationToken)
            .SelectMany(method => Of(method, cancellationToken))
            .Where(fact => fact.Kind == kind && !(nowOnly && fact.IsLater))
            .OrderBy(static fact => fact.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(static fact => fact.Syntax.SpanStart);

    /// <summary>The first start of a process or pool that a fact leads to: itself, or what the method does that it calls.</summary>
    public Fact? StartBehind(Fact fact, CancellationToken cancellationToken) => fact switch
    {
        { IsLater: true } => null,
        { Kind: FactKind.Start } => fact,
        { Kind: FactKind.Call, Symbol: IMethodSymbol method } => Reachable(method, FactKind.Start, nowOnly: true, cancellationToken).FirstOrDefault(static start => !Guards.KnowsItsProcess(start.Syntax)),
        _ => null,
    };

    /// <summary>The facts of what the fields and properties of a type begin with.</summary>
    public IEnumerable<Fact> OfInitializers(INamedTypeSymbol type, bool isStatic, CancellationToken cancellationToken)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => member.IsStatic == isStatic && member is IFieldSymbol or IPropertySymbol))
        {
            EqualsValueClauseSyntax? initializer = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax field => field.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initializer is not null)
            {
                foreach (Fact fact in Read(initializer, cancellationToken))
                {
                    yield return fact;
                }
            }
        }
    }

    /// <summary>What a name means, in whatever file it is.</summary>
    public ISymbol? Symbol(SyntaxNode name, CancellationToken cancellationToken = default) => Model(name).GetSymbolInfo(name, cancellationToken).Symbol;

    /// <summary>The method that code is in, or null for an initializer.</summary>
    public IMethodSymbol? MethodAround(SyntaxNode node, CancellationToken cancellationToken)
    {
        ISymbol? symbol = Model(node).GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private ImmutableArray<Fact> Read(SyntaxNode declaration, CancellationToken cancellationToken) =>
        Model(declaration).GetOperation(declaration, cancellationToken) is { } body ? MethodFacts.Of(body) : [];

#pragma warning disable RS1030 // What is called lies in another file than the one that is analyzed; it is read once for all.
    private SemanticModel Model(SyntaxNode node) => Compilation.GetSemanticModel(node.SyntaxTree);
#pragma warning restore RS1030
}
