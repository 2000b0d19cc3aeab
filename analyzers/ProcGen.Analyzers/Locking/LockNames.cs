using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Tells in one graph which lock an operation is about: by the variable, or the chain of members, that it is called by.</summary>
internal sealed class LockNames
{
    /// <summary>The name of a lock that cannot be told from others: an item of an array, what a method acquires.</summary>
    public const string Unknown = "?";

    private readonly LockVariables _variables;
    private readonly Dictionary<CaptureId, IOperation> _captured = [];
    private readonly Dictionary<ISymbol, bool> _acquiring = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _scopes = new(SymbolEqualityComparer.Default);

    public LockNames(ControlFlowGraph graph, LockVariables variables)
    {
        _variables = variables;
        foreach (IOperation operation in graph.Blocks.SelectMany(static block => Flow.Operations.InOrder(block)))
        {
            if (operation is IFlowCaptureOperation capture)
            {
                _captured[capture.Id] = capture.Value;
            }
            else if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local } } assignment && IsScope(local.Type))
            {
                _scopes[local] = assignment.Value;
            }
        }
    }

    /// <summary>The lock that an operation acquires for sure, for a scope that can be followed; or null.</summary>
    public string? Acquired(IOperation operation) => IsAcquisition(operation) && ScopeUse.IsFollowed(operation.Syntax) ? Named(operation) : null;

    /// <summary>The lock that is held behind an operation perhaps: it was free, or who has the scope has not released it yet. Or null.</summary>
    public string? Tried(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "TryAcquire" or "TryAcquireAsync" } => NamedOrUnknown(operation),
        IInvocationOperation when IsAcquisition(operation) => ScopeUse.IsFollowed(operation.Syntax) && Named(operation) is not null ? null : NamedOrUnknown(operation),
        IInvocationOperation call when MayAcquire(call.TargetMethod) => Unknown,
        _ => null,
    };

    /// <summary>Whether an operation releases a lock.</summary>
    public bool IsReleased(string name, IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Release" } call when IsLock(call.TargetMethod.ContainingType) => NameOf(instance) == name,
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Dispose" } => OfScope(instance) == name,
        IInvocationOperation call => call.Arguments.Any(argument => IsLock(argument.Parameter?.Type) && NameOf(argument.Value) == name) && LockHelpers.MayRelease(call.TargetMethod),
        IObjectCreationOperation { Type: INamedTypeSymbol type } creation => creation.Arguments.Any(argument => IsLock(argument.Parameter?.Type) && NameOf(argument.Value) == name) && LockHelpers.MayRelease(type),
        IMethodReferenceOperation { Instance: { } instance, Method.Name: "Release" } reference when IsLock(reference.Method.ContainingType) => NameOf(instance) == name,
        _ => false,
    };

    /// <summary>Whether an operation releases a lock that may be any.</summary>
    public bool IsSomeReleased(IOperation operation) =>
        operation is IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Release" } call && IsLock(call.TargetMethod.ContainingType) && IsElusive(instance);

    /// <summary>The name of a lock, or of what has one; null for what has no lasting name.</summary>
    public string? NameOf(IOperation operation)
    {
        operation = Resolve(operation);
        return operation switch
        {
            ILocalReferenceOperation local => OfValue(_variables.ValueOf(local.Local)) ?? Tell(local.Local),
            IParameterReferenceOperation parameter => Tell(parameter.Parameter),
            IInstanceReferenceOperation => "this",
            IPropertyReferenceOperation { Property.Name: "Lock", Instance: { } instance } property when WellKnown.IsOurs(property.Property.ContainingType) => NameOf(instance),
            IPropertyReferenceOperation { Property: { } property } when !IsLasting(property) => null,
            IMemberReferenceOperation { Instance: null, Member: { } member } => Tell(member),
            IMemberReferenceOperation { Instance: { } instance, Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } reference when NameOf(instance) is { } outer => outer + "." + Tell(reference.Member),
            _ => null,
        };
    }

    /// <summary>The operation without what is around it, where it was captured for later.</summary>
    public IOperation Resolve(IOperation operation)
    {
        operation = Flow.Operations.Unwrap(operation);
        for (int i = 0; i < 8 && operation is IFlowCaptureReferenceOperation reference && _captured.TryGetValue(reference.Id, out IOperation? value); i++)
        {
            operation = Flow.Operations.Unwrap(value);
        }

        return operation;
    }

    /// <summary>Whether the lock may have other names, too: it was taken out of something, or is another one each time.</summary>
    public bool IsElusive(IOperation lockOperation)
    {
        IOperation operation = Resolve(lockOperation);
        return operation switch
        {
            ILocalReferenceOperation local => _variables.ValueOf(local.Local) is not { } value || (OfValue(value) is null && Flow.Operations.Unwrap(value) is not IObjectCreationOperation) || IsElusiveValue(value),
            IPropertyReferenceOperation { Property.Name: "Lock", Instance: { } instance } property when WellKnown.IsOurs(property.Property.ContainingType) => IsElusive(instance),
            _ => NameOf(operation) is null,
        };
    }

    /// <summary>Whether the name means the same lock in all of the member.</summary>
    public bool IsStable(IOperation lockOperation)
    {
        IOperation operation = Resolve(lockOperation);
        return operation switch
        {
            ILocalReferenceOperation local => _variables.IsStable(local.Local) && (_variables.ValueOf(local.Local) is not { } value || OfValue(value) is null || IsStable(value)),
            IParameterReferenceOperation parameter => _variables.IsStable(parameter.Parameter),
            IMemberReferenceOperation reference => _variables.IsStable(reference.Member) && (reference.Instance is null || IsStable(reference.Instance)),
            _ => true,
        };
    }

    /// <summary>Whether objects of the type are acquired and released as locks are.</summary>
    public static bool IsLock(ITypeSymbol? type) =>
        WellKnown.DerivesFrom(type, ProcGenTypes.LockBase)
        || (WellKnown.IsOurs(type) && WellKnown.MetadataName(type) is ProcGenTypes.Condition or ProcGenTypes.SharedValue or ProcGenTypes.SharedArray or ProcGenTypes.SharedList);

    // Read once for each method: the question is asked of every call, for every lock.
    private bool MayAcquire(IMethodSymbol method)
    {
        if (!_acquiring.TryGetValue(method, out bool may))
        {
            _acquiring.Add(method, may = LockHelpers.MayAcquire(method));
        }

        return may;
    }

    private static bool IsAcquisition(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Acquire" or "AcquireAsync" };

    private static bool IsScope(ITypeSymbol type) => WellKnown.Is(type, "ProcGen.LockScope") || type.SpecialType == SpecialType.System_IDisposable;

    private string? Named(IOperation operation) =>
        operation is IInvocationOperation { Instance: { } instance } call && IsLock(call.TargetMethod.ContainingType) ? NameOf(instance) : null;

    private string? NamedOrUnknown(IOperation operation) =>
        operation is IInvocationOperation { Instance: not null } call && IsLock(call.TargetMethod.ContainingType) ? Named(operation) ?? Unknown : null;

    private static string Tell(ISymbol symbol) => symbol.ToDisplayString() + "@" + (symbol.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0);

    // A property that gives the same lock each time: one that holds it, or names a member that does.
    private static bool IsLasting(IPropertySymbol property) => property.DeclaringSyntaxReferences.IsEmpty
        || property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        || property.DeclaringSyntaxReferences[0].GetSyntax() is PropertyDeclarationSyntax { ExpressionBody.Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } or ParameterSyntax;

    private bool IsElusiveValue(IOperation value) => Flow.Operations.Unwrap(value) is ILocalReferenceOperation && IsElusive(value);

    // Another variable with the same lock, or what was made over one: new ProcessCondition(theLock).
    private string? OfValue(IOperation? value) => value is null ? null : Flow.Operations.Unwrap(value) switch
    {
        IObjectCreationOperation creation when IsLock(creation.Type) =>
            creation.Arguments.FirstOrDefault(static argument => WellKnown.DerivesFrom(Flow.Operations.Unwrap(argument.Value).Type, ProcGenTypes.LockBase)) is { } given ? NameOf(given.Value) : null,
        ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => IsLock(value.Type) ? NameOf(value) : null,
        _ => null,
    };

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
}
