using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Synchronization;

namespace ProcGen.Hosting;

/// <summary>Knows every kind of cell that can lie in the arena of a tree: what repairs after each death in it.</summary>
internal sealed unsafe class SharedStateRepair : ICellRepair
{
    public static readonly SharedStateRepair Instance = new();

    public void Repair(in Departure departure)
    {
        ICellRepair repair = departure.Cell->Kind switch
        {
            CellKind.Semaphore => SemaphoreWord.Repair,
            CellKind.Event => EventWord.Repair,
            CellKind.Condition => ConditionNodes.Repair,
            CellKind.Barrier => BarrierWord.Repair,
            CellKind.Queue => QueueRepair.Instance,
            CellKind.Pipe => PipeRepair.Instance,

            // Every other kind has its lock and nothing else that a death could leave in disorder.
            _ => LockWord.Repair,
        };
        repair.Repair(departure);
    }

    public void Empty(Arena arena, int index)
    {
        if (arena.At(index)->Kind == CellKind.Queue)
        {
            ((ICellRepair)QueueRepair.Instance).Empty(arena, index);
        }
    }
}
