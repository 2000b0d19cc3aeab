using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Reach;

namespace ProcGen.Analyzers.Isolation;

/// <summary>Compares who assigns a static variable with who reads it: targets run in processes of their own, all else in the parent.</summary>
/// <remarks>A method that both run says nothing of either, and neither do initializers, which run in every process.</remarks>
internal sealed class StaticVariables(CallGraph graph, TargetIndex index)
{
    public IEnumerable<Diagnostic> Check(IMethodSymbol target, CancellationToken cancellationToken)
    {
        Fact[] writes = [.. graph.Reachable(target, FactKind.Write, nowOnly: false, cancellationToken)];
        Fact[] reads = [.. graph.Reachable(target, FactKind.Read, nowOnly: false, cancellationToken)];
        foreach (Fact write in FirstOfEach(writes))
        {
            if (Others(write.Symbol, FactKind.Read, cancellationToken).FirstOrDefault(read => !IsOfItsOwn(read, cancellationToken)) is { } read)
            {
                yield return Report(StaticOfChildAssigned.Rule, target, write, read, cancellationToken);
            }
        }

        HashSet<ISymbol> assigned = new(writes.Select(static write => write.Symbol), SymbolEqualityComparer.Default);
        foreach (Fact read in FirstOfEach(reads.Where(read => !assigned.Contains(read.Symbol))))
        {
            // Another target may set it for this one, as a pool's first call does for the next.
            Fact[] everywhere = [.. Uses(read.Symbol, cancellationToken).Where(static use => use.Kind == FactKind.Write)];
            Fact[] others = [.. Others(read.Symbol, FactKind.Write, cancellationToken).Where(write => !IsOfEveryProcess(write, cancellationToken))];
            if (others.Length > 0 && !everywhere.Any(use => graph.MethodAround(use.Syntax, cancellationToken) is { } method && index.IsReached(method)))
            {
                yield return Report(StaticOfParentRead.Rule, target, read, others[0], cancellationToken);
            }
        }
    }

    private static IEnumerable<Fact> FirstOfEach(IEnumerable<Fact> facts) =>
        facts.GroupBy(static fact => fact.Symbol, SymbolEqualityComparer.Default).Select(static same => same.First());

    private Diagnostic Report(DiagnosticDescriptor rule, IMethodSymbol target, Fact here, Fact there, CancellationToken cancellationToken) => Diagnostic.Create(
        rule,
        here.Syntax.GetLocation(),
        additionalLocations: [there.Syntax.GetLocation()],
        target.Name,
        here.Symbol.Name,
        graph.MethodAround(there.Syntax, cancellationToken) is { Name: not "<Main>$" } method ? method.Name : "Main",
        Place.Of(there.Syntax));

    // Uses by methods that no target runs.
    private IEnumerable<Fact> Others(ISymbol variable, FactKind kind, CancellationToken cancellationToken) =>
        Uses(variable, cancellationToken).Where(use => use.Kind == kind
            && graph.MethodAround(use.Syntax, cancellationToken) is { MethodKind: not MethodKind.StaticConstructor } method
            && !index.IsReached(method));

    // What initializers do, and Main in front of its guard, every process does.
    private bool IsOfEveryProcess(Fact write, CancellationToken cancellationToken) =>
        graph.MethodAround(write.Syntax, cancellationToken) is { } method
        && (index.IsRunWhileLoading(method)
            || (SymbolEqualityComparer.Default.Equals(method, graph.Compilation.GetEntryPoint(cancellationToken))
                && MainGuard.In(graph.Of(method, cancellationToken), graph, cancellationToken) is { } guard
                && write.Syntax.SpanStart < guard.SpanStart));

    // Who assigns what is missing, and reads it then, has a value of its own: s_model ??= Load().
    private bool IsOfItsOwn(Fact read, CancellationToken cancellationToken) =>
        graph.MethodAround(read.Syntax, cancellationToken) is { } method
        && graph.Of(method, cancellationToken).Any(write => write.Kind == FactKind.Write
            && SymbolEqualityComparer.Default.Equals(write.Symbol, read.Symbol)
            && (write.Syntax.Parent.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                || write.Syntax.Ancestors().OfType<IfStatementSyntax>().Any(question => question.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == read.Symbol.Name))));

    // A private variable is used in its type only; another, wherever its name is written.
    private IEnumerable<Fact> Uses(ISymbol variable, CancellationToken cancellationToken)
    {
        IEnumerable<SyntaxNode> places = variable.DeclaredAccessibility == Accessibility.Private
            ? variable.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            : graph.Compilation.SyntaxTrees.Select(tree => tree.GetRoot(cancellationToken));
        HashSet<IMethodSymbol> methods = new(SymbolEqualityComparer.Default);
        foreach (IdentifierNameSyntax name in places.SelectMany(static place => place.DescendantNodes()).OfType<IdentifierNameSyntax>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (name.Identifier.ValueText == variable.Name
                && SymbolEqualityComparer.Default.Equals(graph.Symbol(name, cancellationToken), variable)
                && graph.MethodAround(name, cancellationToken) is { } method)
            {
                methods.Add(method.OriginalDefinition);
            }
        }

        return methods.SelectMany(method => graph.Of(method, cancellationToken))
            .Where(fact => fact.Kind is FactKind.Read or FactKind.Write && SymbolEqualityComparer.Default.Equals(fact.Symbol, variable));
    }
}
