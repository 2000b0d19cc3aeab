using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2201 and PG2202: what is acquired is released on every way out, and not acquired again before.</summary>
internal sealed class Releases(LockWalk[] walks, ISymbol owner, Compilation compilation, CancellationToken cancellationToken)
{
    public void Check(LockWalk walk, OneToALine reports)
    {
        foreach (IOperation operation in walk.All)
        {
            if (walk.Names.Acquired(operation) is not { } name)
            {
                continue;
            }

            IInvocationOperation call = (IInvocationOperation)operation;
            string shown = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression.ToString() : "The lock";
            if (call.Instance is { } instance && WellKnown.Is(Flow.Operations.Unwrap(instance).Type, ProcGenTypes.Lock) && walk.Names.IsStable(instance) && walk.IsHeld(name, operation))
            {
                reports.Add(Diagnostic.Create(AcquiredTwice.Rule, call.Syntax.GetLocation(), shown));
            }
            else if (ScopeUse.IsKept(call.Syntax) && walk.IsLeftHeld(name, operation) && !MayBeReleased(call, walk, name))
            {
                reports.Add(Diagnostic.Create(NotReleased.Rule, call.Syntax.GetLocation(), shown, call.Syntax.ToString()));
            }
        }
    }

    // By a function in the same member, under another name, where a variable says that it is held, or by another member.
    private bool MayBeReleased(IInvocationOperation call, LockWalk walk, string name) =>
        walks.Any(other => other != walk && other.Releases(name))
        || (call.Instance is { } instance && (walk.Names.IsElusive(instance) || !walk.Names.IsStable(instance)) && walks.Any(static other => other.All.Any(other.Names.IsSomeReleased)))
        || walk.Releasing(name).Any(release => IsConditional(release, call, walk))
        || (!walk.Releases(name) && IsReleasedElsewhere(call));

    // if (isHeld) theLock.Release(); or both behind the same question.
    private static bool IsConditional(IOperation release, IInvocationOperation call, LockWalk walk)
    {
        if (release is IMethodReferenceOperation)
        {
            return true;
        }

        ExpressionSyntax[] questions = [.. Questions(release.Syntax)];
        HashSet<string> flags = [.. walk.Flags];
        HashSet<string> asked = [.. Questions(call.Syntax).Select(static question => question.ToString())];
        return questions.Any(question => asked.Contains(question.ToString()) || question.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => flags.Contains(name.Identifier.ValueText)));
    }

    private static IEnumerable<ExpressionSyntax> Questions(SyntaxNode code) => code.Ancestors()
        .TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax { Parent: BaseTypeDeclarationSyntax }))
        .OfType<IfStatementSyntax>()
        .Select(static question => question.Condition);

    // A field may be released by another method, which is called later: Enter and Leave. So may what two methods of a type are given that is no target.
    private bool IsReleasedElsewhere(IInvocationOperation call)
    {
        switch (Root(call))
        {
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol method }:
                return !TargetNames.IsMarked(method) && IsReleasedIn(owner.ContainingType, except: method.MethodKind == MethodKind.Constructor ? null : method);
            case IMemberReferenceOperation { Member: { } member }:
                return IsReleasedIn(owner.ContainingType, except: null) || (member.DeclaredAccessibility != Accessibility.Private && IsReleasedAnywhere(member.Name));
            default:
                return false;
        }
    }

    private bool IsReleasedIn(INamedTypeSymbol? type, IMethodSymbol? except)
    {
        HashSet<SyntaxNode> left = [.. except?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)) ?? []];
        return type is not null && type.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes(node => !left.Contains(node)))
            .OfType<SimpleNameSyntax>()
            .Any(static name => name.Identifier.ValueText == "Release");
    }

    private bool IsReleasedAnywhere(string member) => compilation.SyntaxTrees
        .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes())
        .OfType<MemberAccessExpressionSyntax>()
        .Any(access => access.Name.Identifier.ValueText == "Release"
            && (access.Expression is SimpleNameSyntax name ? name : (access.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == member);

    private static IOperation? Root(IInvocationOperation call)
    {
        IOperation? instance = call.Instance is null ? null : Flow.Operations.Unwrap(call.Instance);
        return instance is IPropertyReferenceOperation { Property: { Name: "Lock", ContainingType: { } type }, Instance: { } inner } && WellKnown.IsOurs(type) ? Flow.Operations.Unwrap(inner) : instance;
    }
}
