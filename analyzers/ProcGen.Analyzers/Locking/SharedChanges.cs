using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2204: who reads a shared value, changes it and writes it back holds a lock meanwhile.</summary>
internal sealed class SharedChanges(IOperation block, LockVariables variables, OperationBlockAnalysisContext context)
{
    public void Check(LockWalk walk, bool isEntry, OneToALine reports)
    {
        foreach (IOperation operation in walk.All)
        {
            if (Changed(operation, walk.Names) is not { } value || !walk.IsNoneHeld(operation) || IsOfOneProcess(value) || IsUnderLockOfCaller(isEntry))
            {
                continue;
            }

            // A lock that does not reach so far is told of by its own rule.
            if (ProcessBoundaryAnalyzer.LockAround(operation.Syntax, block, context.OwningSymbol) is { } boundary && !Suppressions.IsOff(boundary, context.Compilation, context.CancellationToken))
            {
                continue;
            }

            bool isSum = operation is IIncrementOrDecrementOperation
                or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract }
                or ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } };
            reports.Add(Diagnostic.Create(
                SharedWithoutLock.Rule,
                operation.Syntax.GetLocation(),
                value.Syntax.ToString(),
                isSum ? "use Add, or hold a lock around both" : "hold a lock around both, or use CompareExchange in a loop"));
        }
    }

    private static IPropertyReferenceOperation? Changed(IOperation operation, LockNames names) => operation switch
    {
        ICompoundAssignmentOperation change => Element(change.Target, names),
        IIncrementOrDecrementOperation change => Element(change.Target, names),
        ISimpleAssignmentOperation assignment => Element(assignment.Target, names) is { } target && IsMadeOf(assignment.Value, target, names) ? target : null,
        _ => null,
    };

    private static IPropertyReferenceOperation? Element(IOperation target, LockNames names) => names.Resolve(target) is IPropertyReferenceOperation property && IsElement(property) ? property : null;

    private static bool IsElement(IPropertyReferenceOperation property) =>
        (property.Property.Name == "Value" && WellKnown.Is(property.Property.ContainingType, ProcGenTypes.SharedValue))
        || (property.Property.IsIndexer && WellKnown.Is(property.Property.ContainingType, ProcGenTypes.SharedArray));

    // v.Value = v.Value + 1: made of the value itself, in whatever way.
    private static bool IsMadeOf(IOperation value, IPropertyReferenceOperation target, LockNames names) => value.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(read =>
        SymbolEqualityComparer.Default.Equals(read.Property, target.Property)
        && read.Instance is { } from && target.Instance is { } to
        && names.NameOf(from) is { } name && name == names.NameOf(to)
        && read.Arguments.Select(static argument => argument.Value.Syntax.ToString()).SequenceEqual(target.Arguments.Select(static argument => argument.Value.Syntax.ToString())));

    private bool IsOfOneProcess(IPropertyReferenceOperation value) =>
        (value.Property.IsIndexer && OwnSlots.MayBe(value.Arguments[0].Value, variables)) || IsNotSharedYet(value);

    // A new object in a local that nobody else has been given so far.
    private bool IsNotSharedYet(IPropertyReferenceOperation value)
    {
        if (value.Instance is null || Flow.Operations.Unwrap(value.Instance) is not ILocalReferenceOperation { Local: { } local }
            || variables.ValueOf(local) is not { } made || Flow.Operations.Unwrap(made) is not IObjectCreationOperation)
        {
            return false;
        }

        return !block.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(use =>
            SymbolEqualityComparer.Default.Equals(use.Local, local)
            && IsGiven(use)
            && (use.Syntax.SpanStart < value.Syntax.SpanStart || AreInOneLoop(use.Syntax, value.Syntax)));
    }

    // Whoever captures it in a function may call that at any time.
    private static bool IsGiven(ILocalReferenceOperation use)
    {
        IOperation self = Flow.Operations.Wrap(use);
        bool isOwn = self.Parent is IMemberReferenceOperation or IUsingOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation }
            || (self.Parent is IInvocationOperation call && call.Instance == self);
        return !isOwn || self.Parent is IMethodReferenceOperation || Flow.Operations.Function(use) is not null;
    }

    private static bool AreInOneLoop(SyntaxNode one, SyntaxNode other) => one.Ancestors()
        .Where(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
        .Any(loop => loop.Span.Contains(other.Span));

    private bool IsUnderLockOfCaller(bool isEntry) =>
        !isEntry && context.OwningSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && LockHelpers.MayBeCalledUnderLock(method, context.Compilation, context.CancellationToken);
}
