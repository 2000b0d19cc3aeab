using ProcGen.Memory;

namespace ProcGen.Synchronization;

/// <summary>For a re-entrant lock that may lie in another object's cell: repairs the whole object.</summary>
internal sealed unsafe class OwnLockRepair : ICellRepair
{
    public static readonly OwnLockRepair Instance = new();

    /// <summary>Whether objects of a kind come with a re-entrant lock, or are one.</summary>
    public static bool HasLock(CellKind kind) => kind is CellKind.ReentrantLock or CellKind.Condition or CellKind.Value or CellKind.Array or CellKind.List;

    public void Repair(in Departure departure)
    {
        ICellRepair repair = departure.Cell->Kind == CellKind.Condition ? ConditionNodes.Repair : LockWord.Repair;
        repair.Repair(departure);
    }
}
