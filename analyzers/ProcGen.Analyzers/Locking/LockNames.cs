using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Tells in one graph which lock an operation is about: by the variable, or the chain of members, that it is called by.</summary>
internal sealed class LockNames
{
    private readonly Dictionary<CaptureId, IOperation> _captured = [];
    private readonly Dictionary<ISymbol, IOperation> _scopes = new(SymbolEqualityComparer.Default);

    public LockNames(ControlFlowGraph graph)
    {
        foreach (IOperation operation in graph.Blocks.SelectMany(static block => Flow.Operations.InOrder(block)))
        {
            if (operation is IFlowCaptureOperation capture)
            {
                _captured[capture.Id] = capture.Value;
            }
            else if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local } } assignment && WellKnown.Is(local.Type, "ProcGen.LockScope"))
            {
                _scopes[local] = assignment.Value;
            }
        }
    }

    /// <summary>The lock that an operation acquires for sure, for a scope that can be followed; or null.</summary>
    public string? Acquired(IOperation operation) => IsAcquisition(operation) && ScopeUse.IsFollowed(operation.Syntax) ? Named(operation) : null;

    /// <summary>The lock that is held behind an operation perhaps: it was free, or who has the scope has not released it yet. Or null.</summary>
    public string? Tried(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "TryAcquire" or "TryAcquireAsync" } || (IsAcquisition(operation) && !ScopeUse.IsFollowed(operation.Syntax)) ? Named(operation) : null;

    /// <summary>The lock that an operation releases, or null.</summary>
    public string? Released(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Release" } call when IsLock(call.TargetMethod.ContainingType) => NameOf(instance),
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Dispose" } => OfScope(instance),
        _ => null,
    };

    /// <summary>The name of a lock, or of what has one; null for what has no lasting name.</summary>
    public string? NameOf(IOperation operation)
    {
        operation = Resolve(operation);
        return operation switch
        {
            ILocalReferenceOperation local => Tell(local.Local),
            IParameterReferenceOperation parameter => Tell(parameter.Parameter),
            IInstanceReferenceOperation => "this",
            IPropertyReferenceOperation { Property.Name: "Lock", Instance: { } instance } => NameOf(instance),
            IMemberReferenceOperation { Instance: null, Member: { } member } => Tell(member),
            IMemberReferenceOperation { Instance: { } instance, Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } reference when NameOf(instance) is { } outer => outer + "." + Tell(reference.Member),
            _ => null,
        };
    }

    /// <summary>Whether objects of the type are acquired and released as locks are.</summary>
    public static bool IsLock(ITypeSymbol? type) =>
        WellKnown.DerivesFrom(type, ProcGenTypes.LockBase)
        || (WellKnown.IsOurs(type) && WellKnown.MetadataName(type) is ProcGenTypes.Condition or ProcGenTypes.SharedValue or ProcGenTypes.SharedArray or ProcGenTypes.SharedList);

    private static bool IsAcquisition(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Acquire" or "AcquireAsync" };

    private string? Named(IOperation operation) =>
        operation is IInvocationOperation { Instance: { } instance } call && IsLock(call.TargetMethod.ContainingType) ? NameOf(instance) : null;

    private static string Tell(ISymbol symbol) => symbol.ToDisplayString() + "@" + (symbol.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0);

    // The lock that a scope holds: what it was acquired by, past awaits and checks.
    private string? OfScope(IOperation scope)
    {
        IOperation operation = Resolve(scope);
        return operation switch
        {
            IInvocationOperation { TargetMethod.Name: "ThrowIfAbandoned", Instance: { } inner } => OfScope(inner),
            IInvocationOperation when IsAcquisition(operation) => Named(operation),
            IAwaitOperation awaited => OfScope(awaited.Operation),
            ILocalReferenceOperation local when _scopes.TryGetValue(local.Local, out IOperation? value) => OfScope(value),
            _ => null,
        };
    }

    private IOperation Resolve(IOperation operation)
    {
        operation = Flow.Operations.Unwrap(operation);
        for (int i = 0; i < 8 && operation is IFlowCaptureReferenceOperation reference && _captured.TryGetValue(reference.Id, out IOperation? value); i++)
        {
            operation = Flow.Operations.Unwrap(value);
        }

        return operation;
    }
}
