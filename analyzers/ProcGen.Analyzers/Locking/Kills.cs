using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2206: a process that was given a lock is killed without having been asked to end.</summary>
internal static class Kills
{
    public static Diagnostic? Find(IInvocationOperation kill)
    {
        if (kill is not { TargetMethod.Name: "Kill", Instance: { } instance }
            || Flow.Operations.Unwrap(instance) is not ILocalReferenceOperation { Local: { } local }
            || !ProcGenTypes.IsProcess(local.Type)
            || Flow.Operations.Root(kill) is not { } root
            || root.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) is not { Initializer.Value: { } value }
            || Flow.Operations.Unwrap(value) is not IObjectCreationOperation creation
            || HasBeenAsked(local, kill, root))
        {
            return null;
        }

        return Given(creation).FirstOrDefault(static given => IsGuard(Flow.Operations.Unwrap(given).Type)) is { } guard
            ? Diagnostic.Create(KilledWithLock.Rule, kill.Syntax.GetLocation(), additionalLocations: [guard.Syntax.GetLocation()], local.Name, guard.Syntax.ToString())
            : null;
    }

    // Terminate, wait, and then Kill is the way to end one that does not heed; and of one that was disposed of, PG2106 speaks.
    private static bool HasBeenAsked(ILocalSymbol local, IInvocationOperation kill, IOperation root) => root.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
        call.TargetMethod.Name is "Terminate" or "Cancel" or "Interrupt" or "Dispose"
        && call.Syntax.SpanStart < kill.Syntax.SpanStart
        && call.Instance is { } instance
        && Flow.Operations.Unwrap(instance) is ILocalReferenceOperation { Local: { } asked }
        && SymbolEqualityComparer.Default.Equals(asked, local));

    private static IEnumerable<IOperation> Given(IObjectCreationOperation creation) =>
    [
        .. creation.Arguments.Select(static argument => argument.Value),
        .. creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(static assignment => assignment.Value) ?? [],
    ];

    private static bool IsGuard(ITypeSymbol? type) =>
        WellKnown.DerivesFrom(type, ProcGenTypes.LockBase)
        || WellKnown.DerivesFrom(type, ProcGenTypes.SemaphoreBase)
        || WellKnown.DerivesFrom(type, "ProcGen.ProcessQueueBase`1")
        || WellKnown.MetadataName(type) is ProcGenTypes.Condition;
}
