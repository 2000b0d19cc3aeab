using ProcGen.Memory;

namespace ProcGen.Messaging;

// What happens after a process is gone.
internal readonly unsafe partial struct QueueRing
{
    /// <summary>Takes a process that is gone out of the queue. What it was filling it had yet to send: ends of pipes in there are closed as its own.</summary>
    public void TakeOut(int gone, bool redeliver, QueueTickets tickets)
    {
        // Before and after: one who looks in between finds some and may forget the rest, or dies; then all this is done again.
        NoteReturns();
        for (int index = 0; index < _layout.Capacity; index++)
        {
            ulong* place = QueueLayout.Slot(window, index);
            QueueSlot slot = new(Volatile.Read(ref *place));
            if (slot.State == QueueSlotState.Taken)
            {
                FinishTaking(place, slot);
            }
        }

        MoveEndsOn();
        for (int block = 0; block < _layout.BlockCount; block++)
        {
            QueueBlockState state = StateOf(block);
            if (state.Owner != gone)
            {
                continue;
            }

            if (state.Phase == QueueBlockPhase.Filling)
            {
                // Its state was read before: if it is taken meanwhile, the state changes before it is in no slot.
                if (!IsInASlot(block))
                {
                    FreeBlock(block, state);
                }
            }
            else if (!redeliver || !TryChange(block, state, state.With(QueueBlockPhase.Returned, -1)))
            {
                tickets.End(Block(block), block);
                FreeBlock(block, state);
            }

            FaultPoints.Pass(FaultPoint.QueueTakenOut);
        }

        NoteReturns();
        TellAll();
    }

    // A number beside the flag: one who looked before an item went back does not take the flag away afterwards.
    private void NoteReturns()
    {
        for (uint now = Volatile.Read(ref Header->Returns); ;)
        {
            uint seen = Interlocked.CompareExchange(ref Header->Returns, (now + QueueHeader.OneMoreReturn) | QueueHeader.HasReturns, now);
            if (seen == now)
            {
                return;
            }

            now = seen;
        }
    }

    // One that died between its deed and the end of the ring leaves a queue that counts wrong: full, and there is nothing to take; or empty, and
    // there is. Whoever comes by moves the ends on, but nobody may come by: those who could, wait.
    private void MoveEndsOn()
    {
        for (long tail = Volatile.Read(ref Header->Tail); IsFilled(tail); tail = Volatile.Read(ref Header->Tail))
        {
            MoveOn(ref Header->Tail, tail);
        }

        for (long head = Volatile.Read(ref Header->Head); IsEmptied(head); head = Volatile.Read(ref Header->Head))
        {
            MoveOn(ref Header->Head, head);
        }
    }

    // In this round, and perhaps emptied since.
    private bool IsFilled(long position)
    {
        QueueSlot slot = new(Volatile.Read(ref *Place(position, out long round)));
        return (slot.Round == round && slot.State != QueueSlotState.Empty) || slot.Round == ((round + 1) & QueueSlot.RoundMask);
    }

    private bool IsEmptied(long position) => new QueueSlot(Volatile.Read(ref *Place(position, out long round))).Round != round;

    private bool IsInASlot(int block)
    {
        for (int index = 0; index < _layout.Capacity; index++)
        {
            QueueSlot slot = new(Volatile.Read(ref *QueueLayout.Slot(window, index)));
            if (slot.State != QueueSlotState.Empty && slot.Block == block)
            {
                return true;
            }
        }

        return false;
    }
}
