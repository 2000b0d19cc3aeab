using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Finds what is written under a lock of one process and seen by others: our shared data, and files.</summary>
/// <remarks>Single reads and atomic steps need no lock, and where a lock of ours is acquired as well, that one guards it.</remarks>
internal static class SharedWrites
{
    public static string? In(IOperation body, IOperation block) => First(Now(body), block);

    /// <summary>What is written between a gate and the last way out of it.</summary>
    public static string? Behind(IInvocationOperation gate, IOperation block)
    {
        int end = block.DescendantsAndSelf().Where(operation => operation.Syntax.SpanStart > gate.Syntax.Span.End && IsExit(operation, gate)).Select(static operation => operation.Syntax.SpanStart).DefaultIfEmpty(int.MaxValue).Max();
        return First(Now(block).Where(operation => operation.Syntax.SpanStart > gate.Syntax.Span.End && operation.Syntax.SpanStart < end), block);
    }

    private static string? First(IEnumerable<IOperation> operations, IOperation block) =>
        operations.Select(operation => Written(operation) is { } written && !IsUnderOurLock(operation, block) ? written : null).FirstOrDefault(static written => written is not null);

    // Functions inside run at another time.
    private static IEnumerable<IOperation> Now(IOperation operation)
    {
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (IOperation inner in Now(child))
                {
                    yield return inner;
                }
            }
        }
    }

    private static bool IsExit(IOperation operation, IInvocationOperation gate) => operation is IInvocationOperation { TargetMethod: { Name: "Exit" or "Release" } exit } call
        && SymbolEqualityComparer.Default.Equals(exit.ContainingType, gate.TargetMethod.ContainingType)
        && Subject(call) == Subject(gate);

    private static string? Subject(IInvocationOperation call) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Syntax.ToString();

    private static bool IsUnderOurLock(IOperation written, IOperation block) => block.DescendantsAndSelf().Any(operation =>
        operation is IInvocationOperation { TargetMethod: { Name: "Acquire" or "AcquireAsync" or "TryAcquire" or "TryAcquireAsync", ContainingType: { } type } }
        && LockNames.IsLock(type)
        && operation.Syntax.SpanStart < written.Syntax.SpanStart);

    private static string? Written(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Instance: { } instance, Property: { } property } reference when ProcGenTypes.IsSharedData(property.ContainingType) && (property.Name == "Span" || IsTarget(reference)) => instance.Syntax.ToString(),
        IInvocationOperation { Instance: { } instance, TargetMethod: { Name: "Write" or "GetSpan", ContainingType: { } type } } when ProcGenTypes.IsSharedData(type) => instance.Syntax.ToString(),
        IInvocationOperation { TargetMethod: { Name: { } name, ContainingType: { } type }, Arguments: [{ Value: { } path }, ..] } when WellKnown.Is(type, "System.IO.File")
            && (name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Append", StringComparison.Ordinal))
            && IsOneFile(path) => "File." + name,
        _ => null,
    };

    private static bool IsTarget(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        _ => false,
    };

    // The same file in each process, and not one for each.
    private static bool IsOneFile(IOperation path) => path.ConstantValue.HasValue || Flow.Operations.Unwrap(path) is IFieldReferenceOperation { Field.IsStatic: true };
}
