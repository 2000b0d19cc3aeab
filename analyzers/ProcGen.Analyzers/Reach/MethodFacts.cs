using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Reach;

/// <summary>Reads from a body what it does. Local functions are methods of their own; lambdas belong to the body and are marked.</summary>
internal static class MethodFacts
{
    public static ImmutableArray<Fact> Of(IOperation body)
    {
        ImmutableArray<Fact>.Builder facts = ImmutableArray.CreateBuilder<Fact>();
        Add(body, isLater: false, facts);
        return facts.ToImmutable();
    }

    private static void Add(IOperation operation, bool isLater, ImmutableArray<Fact>.Builder facts)
    {
        void Found(FactKind kind, ISymbol symbol) => facts.Add(new Fact(kind, symbol, operation.Syntax, isLater));

        switch (operation)
        {
            case INameOfOperation:
                return;
            case IInvocationOperation call:
                OfCall(call, Found);
                break;
            case IObjectCreationOperation { Type: { } type } creation when ProcGenTypes.IsPool(type):
                Found(FactKind.Start, type);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } when IsOurs(constructor.ContainingType):
                Found(FactKind.Call, constructor);
                break;
            case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: false, IsConst: false } field } when IsVariable(field):
                OfVariable(operation, field, Found);
                break;
            case IPropertyReferenceOperation { Property: { } property }:
                OfProperty(operation, property, Found);
                break;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is not ILocalFunctionOperation)
            {
                Add(child, isLater || child is IAnonymousFunctionOperation, facts);
            }
        }
    }

    private static void OfCall(IInvocationOperation call, Action<FactKind, ISymbol> found)
    {
        IMethodSymbol method = call.TargetMethod;
        string type = WellKnown.MetadataName(method.ContainingType);
        if (ProcGenTypes.IsProcess(method.ContainingType) && (method is { Name: "Start", IsStatic: false } or { Name: "RunAsync", IsStatic: true }))
        {
            found(FactKind.Start, call.Instance is { } instance ? Flow.Operations.Unwrap(instance).Type ?? method.ContainingType : method.ContainingType);
        }
        else if (method.Name == "RunChild" && type == ProcGenTypes.ProcessHost)
        {
            found(FactKind.Guard, method);
        }
        else if (type == "System.Console" && method.Name is "Read" or "ReadLine" or "ReadKey" or "OpenStandardInput")
        {
            found(FactKind.ConsoleInput, method);
        }
        else if (type == "System.Environment" && method.Name is "Exit" or "FailFast")
        {
            found(FactKind.Exit, method);
        }
        else if (IsOurs(method))
        {
            found(FactKind.Call, method);
        }
    }

    private static void OfProperty(IOperation operation, IPropertySymbol property, Action<FactKind, ISymbol> found)
    {
        if (property is { Name: "In", IsStatic: true } && WellKnown.Is(property.ContainingType, "System.Console"))
        {
            found(FactKind.ConsoleInput, property);
        }
        else if (property is { Name: "IsChild", IsStatic: true } && WellKnown.Is(property.ContainingType, ProcGenTypes.ProcessHost))
        {
            found(FactKind.Guard, property);
        }
        else if (IsVariable(property) && property is { IsStatic: true, SetMethod.IsInitOnly: false })
        {
            OfVariable(operation, property, found);
        }
        else if (IsOurs(property))
        {
            foreach (IMethodSymbol accessor in new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().Where(static each => !each.IsImplicitlyDeclared))
            {
                found(FactKind.Call, accessor);
            }
        }
    }

    private static void OfVariable(IOperation use, ISymbol variable, Action<FactKind, ISymbol> found)
    {
        bool isTarget = (use.Parent is IAssignmentOperation assignment && assignment.Target == use) || IsDeconstructedInto(use);
        bool isBoth = use.Parent is IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref } || (isTarget && use.Parent is not (ISimpleAssignmentOperation or ITupleOperation));
        bool isOut = use.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out };
        if (isTarget || isBoth || isOut)
        {
            found(FactKind.Write, variable);
        }

        if (isBoth || !(isTarget || isOut))
        {
            found(FactKind.Read, variable);
        }
    }

    // (s_a, s_b) = pair;
    private static bool IsDeconstructedInto(IOperation use)
    {
        IOperation current = use;
        while (current.Parent is ITupleOperation tuple)
        {
            current = tuple;
        }

        return current != use && current.Parent is IDeconstructionAssignmentOperation assignment && assignment.Target == current;
    }

    /// <summary>Whether a static member is a variable that code of this project can change.</summary>
    private static bool IsVariable(ISymbol symbol) =>
        IsOurs(symbol)
        && !symbol.GetAttributes().Any(static attribute => WellKnown.Is(attribute.AttributeClass, "System.ThreadStaticAttribute"))
        && (symbol is IFieldSymbol || symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, symbol)));

    private static bool IsOurs(ISymbol symbol) =>
        symbol.Locations is [{ IsInSource: true }, ..] && !ProcGenTypes.IsGenerated(symbol as ITypeSymbol ?? symbol.ContainingType) && !symbol.IsImplicitlyDeclared;
}
