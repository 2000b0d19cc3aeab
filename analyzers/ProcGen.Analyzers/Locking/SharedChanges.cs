using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2204: who reads a shared value, changes it and writes it back holds a lock meanwhile.</summary>
internal static class SharedChanges
{
    public static void Check(LockWalk walk, OneToALine reports)
    {
        foreach (IOperation operation in walk.All)
        {
            if (Changed(operation, walk.Names) is { } value && walk.IsNoneHeld(operation))
            {
                bool isSum = operation is IIncrementOrDecrementOperation or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } or ISimpleAssignmentOperation;
                reports.Add(Diagnostic.Create(
                    SharedWithoutLock.Rule,
                    operation.Syntax.GetLocation(),
                    value.Syntax.ToString(),
                    isSum ? "use Add, or hold a lock around both" : "hold a lock around both, or use CompareExchange in a loop"));
            }
        }
    }

    private static IPropertyReferenceOperation? Changed(IOperation operation, LockNames names) => operation switch
    {
        ICompoundAssignmentOperation { Target: IPropertyReferenceOperation target } when IsElement(target) => target,
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } when IsElement(target) => target,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: false } target } assignment when IsElement(target) && IsMadeOf(assignment.Value, target, names) => target,
        _ => null,
    };

    private static bool IsElement(IPropertyReferenceOperation property) =>
        (property.Property.Name == "Value" && WellKnown.Is(property.Property.ContainingType, ProcGenTypes.SharedValue))
        || (property.Property.IsIndexer && WellKnown.Is(property.Property.ContainingType, ProcGenTypes.SharedArray));

    // v.Value = v.Value + 1: the sum of the value itself and something.
    private static bool IsMadeOf(IOperation value, IPropertyReferenceOperation target, LockNames names) =>
        Flow.Operations.Unwrap(value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum
        && Flow.Operations.Unwrap(sum.LeftOperand) is IPropertyReferenceOperation read
        && SymbolEqualityComparer.Default.Equals(read.Property, target.Property)
        && read.Instance is { } from && target.Instance is { } to
        && names.NameOf(from) is { } name && name == names.NameOf(to);
}
