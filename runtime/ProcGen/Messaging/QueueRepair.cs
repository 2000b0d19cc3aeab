using ProcGen.Memory;

namespace ProcGen.Messaging;

/// <summary>Takes a process that is gone out of a queue.</summary>
internal sealed unsafe class QueueRepair : ICellRepair
{
    public static readonly QueueRepair Instance = new();

    public void Repair(in Departure departure)
    {
        int gone = ProcessToken.SlotOf(departure.Token);
        QueueRing ring = new(departure.Cell, departure.Arena.MapWindow(departure.Index), departure.Arena.Slot);
        ring.TakeOut(gone, QueueFlags.IsRedelivering(departure.Cell), new QueueTickets(departure.Arena, departure.Index, ring.Layout));
    }

    public void Empty(Arena arena, int index)
    {
        Cell* cell = arena.At(index);
        if (QueueTickets.HaveBeen(cell) != 0)
        {
            new QueueTickets(arena, index, new QueueLayout((int)cell->Parameter, QueueFlags.IsJoinable(cell))).EndAll();
        }
    }
}

/// <summary>What a queue's maker decided, in the flags of its cell.</summary>
internal static unsafe class QueueFlags
{
    public const ushort Joinable = 1;
    public const ushort Redelivering = 2;

    public static bool IsJoinable(Cell* cell) => (cell->Flags & Joinable) != 0;

    public static bool IsRedelivering(Cell* cell) => (cell->Flags & Redelivering) != 0;
}
