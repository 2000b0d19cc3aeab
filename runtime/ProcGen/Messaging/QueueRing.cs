using ProcGen.Memory;

namespace ProcGen.Messaging;

// A queue of blocks for any number of processes, without a lock.
//
// To put: take a free block, fill it, and write it into the slot at the tail, by one compare-and-swap: from then on it is in the queue. To take:
// change the slot at the head from "holds this block" to "this block was taken by me", by one compare-and-swap: from then on it is ours. All else
// is tidying, which whoever comes by can do as well and therefore does: moving tail and head on, noting in the block whose it is, emptying the
// slot. So nobody ever waits for one that was stopped or killed between two steps.
//
// Who may write which word
// - a slot: everybody, by compare-and-swap; a round number keeps one who was stopped from writing into a later round.
// - a block's state: Free to Filling by a producer; Filling to Taken by anybody, for the taker that the slot names; the rest by who has it in
//   hand, or repairs after it. Its contents: who has it in hand.
// - tail and head: everybody, upwards by one. They may lag behind the slots, never run ahead.
// - seen head and seen tail: a head, or tail, of some earlier moment, so never beyond the present one. Who writes an older one costs a look.
//
// Invariants
// - A block's state leaves Filling before its slot is emptied. So a block that is Filling and in no slot is in somebody's hand: the named one's.
// - A slot is emptied, and its block noted as taken, in this order reversed: while the slot says "taken", the block cannot have been freed.
//
// A death: what a producer was filling is free again, what it had put stays; what a consumer had taken is lost, or goes back (Redeliver).
// Order: items of one producer come out in the order in which it put them. An item that goes back comes before those that wait.
internal readonly unsafe partial struct QueueRing(Cell* cell, byte* window, int processSlot)
{
    private readonly QueueLayout _layout = new((int)cell->Parameter, QueueFlags.IsJoinable(cell));

    public QueueHeader* Header => QueueLayout.Header(window);

    public QueueLayout Layout => _layout;

    /// <summary>Consumers sleep on it. In the cell, as all that is slept on: the window may be taken out of a process that still sleeps.</summary>
    public uint* ItemSignal => &cell->SleepWord;

    /// <summary>Producers sleep on it that have a filled block and wait for a place in the order.</summary>
    public uint* RoomSignal => (uint*)&cell->SecondWord;

    /// <summary>Producers sleep on it that wait for a block. A word of their own: each tell wakes one, and a wake for a place is of no use to one that needs a block.</summary>
    public uint* BlockSignal => (uint*)&cell->Word + 1;

    /// <summary>Those sleep on it who wait until everything is done.</summary>
    public uint* DoneSignal => (uint*)&cell->SecondWord + 1;

    public bool IsCompleted => Volatile.Read(ref Header->IsCompleted) != 0;

    /// <summary>How many items are in it at this moment.</summary>
    public int Count
    {
        get
        {
            long head = Volatile.Read(ref Header->Head);
            long tail = Volatile.Read(ref Header->Tail);
            return (int)Math.Clamp(tail - head, 0, _layout.Capacity) + (HaveSomeReturned ? CountOf(QueueBlockPhase.Returned) : 0);
        }
    }

    /// <summary>How many items have ever been put, as far as the tail knows.</summary>
    public long CountPut => Volatile.Read(ref Header->Tail);

    public QueueBlock* Block(int block) => _layout.Block(window, block);

    /// <summary>Takes a free block to fill; -1 when there is none, or no room in the queue.</summary>
    public int TryClaim()
    {
        if (!HasRoom)
        {
            return -1;
        }

        int count = _layout.BlockCount;
        int start = Volatile.Read(ref Header->FreeHint);
        for (int step = 0; step < count; step++)
        {
            int block = (start + step) % count;
            QueueBlockState state = StateOf(block);
            if (state.Phase == QueueBlockPhase.Free && TryChange(block, state, state.With(QueueBlockPhase.Filling, processSlot)))
            {
                Volatile.Write(ref Header->FreeHint, (block + 1) % count);
                FaultPoints.Pass(FaultPoint.QueueBlockClaimed);
                return block;
            }
        }

        return -1;
    }

    /// <summary>Puts a filled block at the end. False when the queue is full.</summary>
    public bool TryEnqueue(int block)
    {
        while (true)
        {
            long tail = Volatile.Read(ref Header->Tail);
            ulong* place = Place(tail, out long round);
            QueueSlot slot = new(Volatile.Read(ref *place));
            if (slot == QueueSlot.Empty(round))
            {
                if (TryChange(place, slot, QueueSlot.Value(round, block)))
                {
                    FaultPoints.Pass(FaultPoint.QueueEnqueued);
                    MoveOn(ref Header->Tail, tail);
                    QueueSignal.Tell(ItemSignal);
                    FaultPoints.Pass(FaultPoint.QueueItemTold);
                    return true;
                }
            }
            else if (slot.Round == ((round - 1) & QueueSlot.RoundMask))
            {
                if (slot.State == QueueSlotState.Value)
                {
                    return false;
                }

                FinishTaking(place, slot);
            }
            else
            {
                // It was filled, and perhaps emptied, since the tail was read.
                MoveOn(ref Header->Tail, tail);
            }
        }
    }

    /// <summary>Takes the first item: its block is in this process' hand then. -1 when the queue is empty.</summary>
    public int TryDequeue()
    {
        if (HaveSomeReturned && TryTakeReturned() is >= 0 and var returned)
        {
            // There is room for one more now, though no place is free.
            QueueSignal.Tell(BlockSignal);
            return returned;
        }

        while (true)
        {
            long head = Volatile.Read(ref Header->Head);
            ulong* place = Place(head, out long round);
            QueueSlot slot = new(Volatile.Read(ref *place));
            if (slot.Round != round)
            {
                MoveOn(ref Header->Head, head);
            }
            else if (slot.State == QueueSlotState.Empty)
            {
                return -1;
            }
            else if (slot.State == QueueSlotState.Taken)
            {
                FinishTaking(place, slot);
                MoveOn(ref Header->Head, head);
            }
            else
            {
                QueueSlot taken = QueueSlot.Taken(round, slot.Block, processSlot);
                if (TryChange(place, slot, taken))
                {
                    FaultPoints.Pass(FaultPoint.QueueTaken);
                    FinishTaking(place, taken);
                    MoveTailBeyond(head);
                    MoveOn(ref Header->Head, head);
                    QueueSignal.TellBoth(RoomSignal, BlockSignal);
                    FaultPoints.Pass(FaultPoint.QueueRoomTold);
                    TellOfTheEnd();
                    return slot.Block;
                }
            }
        }
    }

    /// <summary>Frees a block that is in this process' hand.</summary>
    public void Free(int block)
    {
        FreeBlock(block, StateOf(block));
        FaultPoints.Pass(FaultPoint.QueueBlockFreed);
        if (Block(block)->Reserved > 0)
        {
            // Its room is warm. Others are taken in turn, since they come free in turn: the next is almost always free, without a search.
            Volatile.Write(ref Header->FreeHint, block);
        }

        QueueSignal.Tell(BlockSignal);
        TellOfTheEnd();
        TellIfAllDone();
    }

    public bool IsFree(int block) => StateOf(block).Phase == QueueBlockPhase.Free;

    /// <summary>Keeps a block until it is done with, so that its item can go back.</summary>
    public void Lease(int block)
    {
        QueueBlockState state = StateOf(block);
        TryChange(block, state, state.With(QueueBlockPhase.Leased, processSlot));
    }

    /// <summary>Whether every item that was put before has been taken and done with.</summary>
    public bool IsAllDone() => Count == 0 && !IsAnyInHand(exceptOf: null) && Count == 0;

    /// <summary>Whether nothing comes any more: it was completed, is empty, and nobody fills a block who began before; where items go back, nobody else has one, either.</summary>
    /// <remarks>Who puts takes a block first and looks whether the queue is completed then: after this was true once, it gives the block back.</remarks>
    public bool IsEnded() =>
        IsCompleted && Count == 0 && CountOf(QueueBlockPhase.Filling) == 0 && (!QueueFlags.IsRedelivering(cell) || !IsAnyInHand(exceptOf: processSlot)) && Count == 0;

    /// <summary>Nobody puts any more. Who waits hears of it.</summary>
    public void Complete()
    {
        Interlocked.Exchange(ref Header->IsCompleted, 1);
        TellAll();
    }

    /// <summary>Wakes everybody, to look again.</summary>
    public void TellAll()
    {
        QueueSignal.TellAll(ItemSignal);
        QueueSignal.TellAll(RoomSignal);
        QueueSignal.TellAll(BlockSignal);
        QueueSignal.TellAll(DoneSignal);
    }

    private bool HaveSomeReturned => (Volatile.Read(ref Header->Returns) & QueueHeader.HasReturns) != 0;

    // As far as can be foreseen: what comes back takes room, too.
    private bool HasRoom
    {
        get
        {
            if (!HaveSomeReturned && Volatile.Read(ref Header->Tail) - Volatile.Read(ref Header->SeenHead) < _layout.Capacity)
            {
                return true;
            }

            Volatile.Write(ref Header->SeenHead, Volatile.Read(ref Header->Head));
            return Count < _layout.Capacity;
        }
    }

    private QueueBlockState StateOf(int block) => new(Volatile.Read(ref Block(block)->State));

    private ulong* Place(long position, out long round)
    {
        round = position / _layout.Capacity & QueueSlot.RoundMask;
        return QueueLayout.Slot(window, (int)(position % _layout.Capacity));
    }

    private bool TryChange(int block, QueueBlockState from, QueueBlockState to) => Interlocked.CompareExchange(ref Block(block)->State, to.Bits, from.Bits) == from.Bits;

    private static bool TryChange(ulong* place, QueueSlot from, QueueSlot to) => Interlocked.CompareExchange(ref *place, to.Bits, from.Bits) == from.Bits;

    // Looks first: a compare-and-swap takes the cache line away from the others even when it fails.
    private static void MoveOn(ref long position, long from)
    {
        if (Volatile.Read(ref position) == from)
        {
            Interlocked.CompareExchange(ref position, from + 1, from);
        }
    }

    // The tail may lag behind a slot that was filled and taken meanwhile.
    private void MoveTailBeyond(long head)
    {
        if (Volatile.Read(ref Header->SeenTail) <= head)
        {
            MoveOn(ref Header->Tail, head);
            Volatile.Write(ref Header->SeenTail, Volatile.Read(ref Header->Tail));
        }
    }

    // Anybody may do it, any number of times.
    private void FinishTaking(ulong* place, QueueSlot taken)
    {
        QueueBlockState state = StateOf(taken.Block);
        if (Volatile.Read(ref *place) != taken.Bits)
        {
            return;
        }

        if (state.Phase == QueueBlockPhase.Filling)
        {
            TryChange(taken.Block, state, state.With(QueueBlockPhase.Taken, taken.Taker));
            FaultPoints.Pass(FaultPoint.QueueTakerNoted);
        }

        TryChange(place, taken, QueueSlot.Empty(taken.Round + 1));
    }

    // Who waits for the end sleeps like one who waits for an item, and nothing else tells him.
    private void TellOfTheEnd()
    {
        if (IsCompleted)
        {
            QueueSignal.TellAll(ItemSignal);
        }
    }

    // The word is zero unless somebody has waited for it.
    private void TellIfAllDone()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref *DoneSignal) != 0 && IsAllDone())
        {
            QueueSignal.TellAll(DoneSignal);
        }
    }

    // In one pass: an item that goes back to the queue and is taken again meanwhile is seen in one of these states, or counted by those who ask.
    private bool IsAnyInHand(int? exceptOf)
    {
        for (int block = 0; block < _layout.BlockCount; block++)
        {
            QueueBlockState state = StateOf(block);
            if (state.Phase is QueueBlockPhase.Taken or QueueBlockPhase.Leased or QueueBlockPhase.Returned && state.Owner != exceptOf)
            {
                return true;
            }
        }

        return false;
    }

    private int CountOf(QueueBlockPhase phase)
    {
        int count = 0;
        for (int block = 0; block < _layout.BlockCount; block++)
        {
            count += StateOf(block).Phase == phase ? 1 : 0;
        }

        return count;
    }

    private int TryTakeReturned()
    {
        uint returns = Volatile.Read(ref Header->Returns);
        for (int block = 0; block < _layout.BlockCount; block++)
        {
            QueueBlockState state = StateOf(block);
            if (state.Phase == QueueBlockPhase.Returned && TryChange(block, state, state.With(QueueBlockPhase.Taken, processSlot)))
            {
                return block;
            }
        }

        // Unless some went back meanwhile.
        Interlocked.CompareExchange(ref Header->Returns, returns & ~QueueHeader.HasReturns, returns);
        return -1;
    }

    private void FreeBlock(int block, QueueBlockState state) => TryChange(block, state, new QueueBlockState(QueueBlockPhase.Free, -1, state.Version + 1));
}
