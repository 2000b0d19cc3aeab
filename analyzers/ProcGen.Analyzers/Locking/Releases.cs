using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2201 and PG2202: what is acquired is released on every way out, and not acquired again before.</summary>
internal static class Releases
{
    public static void Check(LockWalk walk, ISymbol owner, OneToALine reports)
    {
        foreach (IOperation operation in walk.All)
        {
            if (walk.Names.Acquired(operation) is not { } name)
            {
                continue;
            }

            IInvocationOperation call = (IInvocationOperation)operation;
            string shown = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression.ToString() : "The lock";
            if (call.Instance is { } instance && WellKnown.Is(Flow.Operations.Unwrap(instance).Type, ProcGenTypes.Lock) && walk.IsHeld(name, operation))
            {
                reports.Add(Diagnostic.Create(AcquiredTwice.Rule, call.Syntax.GetLocation(), shown));
            }
            else if (ScopeUse.IsKept(call.Syntax) && !IsReleasedElsewhere(call, walk, name, owner) && walk.IsLeftHeld(name, operation))
            {
                reports.Add(Diagnostic.Create(NotReleased.Rule, call.Syntax.GetLocation(), shown, call.Syntax.ToString()));
            }
        }
    }

    // A field may be released by another method, which is called later: Enter and Leave.
    private static bool IsReleasedElsewhere(IInvocationOperation call, LockWalk walk, string name, ISymbol owner)
    {
        if (walk.Releases(name) || Root(call) is not (IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }))
        {
            return false;
        }

        return owner.ContainingType is { } type && type.DeclaringSyntaxReferences
            .SelectMany(static reference => reference.GetSyntax().DescendantNodes())
            .OfType<SimpleNameSyntax>()
            .Any(static member => member.Identifier.ValueText == "Release");
    }

    private static IOperation? Root(IInvocationOperation call)
    {
        IOperation? instance = call.Instance is null ? null : Flow.Operations.Unwrap(call.Instance);
        return instance is IPropertyReferenceOperation { Property.Name: "Lock", Instance: { } inner } ? Flow.Operations.Unwrap(inner) : instance;
    }
}
