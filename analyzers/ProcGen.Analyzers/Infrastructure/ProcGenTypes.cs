using Microsoft.CodeAnalysis;
using ProcGen.Validation;

namespace ProcGen.Analyzers;

/// <summary>The runtime's types, by name.</summary>
internal static class ProcGenTypes
{
    public const string ProcessPool = "ProcGen.ProcessPool";
    public const string TargetExecutor = "ProcGen.ITargetExecutor";
    public const string ProcessHost = "ProcGen.ProcessHost";
    public const string LockBase = "ProcGen.ProcessLockBase";
    public const string Lock = "ProcGen.ProcessLock";
    public const string Condition = "ProcGen.ProcessCondition";
    public const string SemaphoreBase = "ProcGen.ProcessSemaphoreBase";
    public const string SharedValue = "ProcGen.SharedValue`1";
    public const string SharedArray = "ProcGen.SharedArray`1";
    public const string SharedList = "ProcGen.SharedList";
    public const string SharedMemory = "ProcGen.SharedMemory";

    /// <summary>Whether objects of the type are processes.</summary>
    public static bool IsProcess(ITypeSymbol? type) => WellKnown.DerivesFrom(type, WellKnown.ChildProcess);

    public static bool IsPool(ITypeSymbol? type) => WellKnown.Is(type, ProcessPool);

    /// <summary>Whether the type is one of those whose objects all processes share.</summary>
    public static bool IsSharedObject(ITypeSymbol? type) => WellKnown.IsOurs(type) && CodecTable.IsSharedObject(WellKnown.MetadataName(type));

    /// <summary>Whether the type holds data that all processes see.</summary>
    public static bool IsSharedData(ITypeSymbol? type) =>
        WellKnown.IsOurs(type) && WellKnown.MetadataName(type) is SharedValue or SharedArray or SharedList or SharedMemory;

    /// <summary>Whether our generator wrote the type.</summary>
    public static bool IsGenerated(ITypeSymbol? type) =>
        type is not null && WellKnown.Attribute(type, WellKnown.GeneratedCode)?.ConstructorArguments is [{ Value: "ProcGen" }, ..];

    /// <summary>Whether the type is what <c>pool.Jobs</c> is: the calls of one type's targets.</summary>
    public static bool IsFacade(ITypeSymbol? type) => type is { TypeKind: TypeKind.Struct } && type.Name.EndsWith("Executor", StringComparison.Ordinal) && IsGenerated(type);
}
