using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Locking;

/// <summary>Tells an element that a process may have for itself, as each of several does that fill one array, from one that all of them find by their data.</summary>
internal static class OwnSlots
{
    /// <summary>Whether an index may be one that no other process uses: what a loop counts, what the process was given.</summary>
    public static bool MayBe(IOperation index, LockVariables variables) => Flow.Operations.Unwrap(index) switch
    {
        { ConstantValue.HasValue: true } => false,
        ILocalReferenceOperation local => variables.IsCounted(local.Local) || variables.ValueOf(local.Local) is not { } value || MayBe(value, variables),
        IParameterReferenceOperation => true,
        IBinaryOperation both => MayBe(both.LeftOperand, variables) || MayBe(both.RightOperand, variables),
        IUnaryOperation one => MayBe(one.Operand, variables),
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } => true,
        _ => false,
    };
}
