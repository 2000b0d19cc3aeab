using ProcGen.Memory;

namespace ProcGen.Messaging;

/// <summary>The ends of pipes that are on their way in the items of a queue, for whoever drops an item: it was read, its reader died, or nobody will read it.</summary>
internal readonly unsafe struct QueueTickets(Arena arena, int index, QueueLayout layout)
{
    /// <summary>Whether any item of the queue ever had tickets: once set, for ever.</summary>
    public static ref long HaveBeen(Cell* cell) => ref cell->SecondParameter;

    /// <summary>Ends the journeys of a block that is in this process' hand, or of nobody's any more.</summary>
    public void End(QueueBlock* place, int block)
    {
        if (!place->Carries)
        {
            return;
        }

        if (!place->IsLarge)
        {
            Travel.End(Travel.TicketsOf(new ReadOnlySpan<byte>(place + 1, (int)Math.Clamp(place->Length, 0, QueueLayout.SmallItemSize))));
        }
        else if (place->Reserved > 0)
        {
            // Mapped anew, wherever else it is mapped: whoever repairs after a reader has it nowhere.
            long reserved = place->Reserved;
            byte* item = arena.MapPart(index, layout.LargeItem(block), reserved);
            Travel.End(Travel.TicketsOf(new ReadOnlySpan<byte>(item, (int)Math.Clamp(place->Length, 0, reserved))));
            Arena.UnmapPart(item, reserved);
        }

        place->Carries = false;
    }

    /// <summary>Ends all of them: nobody has the queue any more.</summary>
    public void EndAll()
    {
        long length = layout.ControlSize;
        byte* window = arena.MapPart(index, 0, length);
        for (int block = 0; block < layout.BlockCount; block++)
        {
            QueueBlock* place = layout.Block(window, block);
            if (new QueueBlockState(place->State).Phase != QueueBlockPhase.Free)
            {
                End(place, block);
            }
        }

        Arena.UnmapPart(window, length);
    }
}
