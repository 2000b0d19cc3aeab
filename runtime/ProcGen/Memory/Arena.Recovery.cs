using System.Diagnostics;
using ProcGen.Platform;

namespace ProcGen.Memory;

// What happens after a process is gone: by its parent at once, by whoever waits after a while.
internal sealed unsafe partial class Arena
{
    private static readonly long SearchInterval = Stopwatch.Frequency / 5;

    /// <summary>Looks for processes that are gone, if nobody in any process has done so lately. For those that have waited for a while.</summary>
    public void SearchForDead()
    {
        long now = Stopwatch.GetTimestamp();
        long last = Volatile.Read(ref Header->LastSearch);
        if (now - last >= SearchInterval && Interlocked.CompareExchange(ref Header->LastSearch, now, last) == last)
        {
            RecoverDead();
        }
    }

    /// <summary>Repairs after every process that is gone. Waits for no other process; for another thread of this one that is at it, since whoever asks relies on its being done.</summary>
    public void RecoverDead()
    {
        if (Repair is null)
        {
            return;
        }

        // Leases do not hold between threads of one process.
        lock (_recovering)
        {
            int used = Volatile.Read(ref Header->SlotsUsed);
            for (int slot = 0; slot < used; slot++)
            {
                if (slot != Slot && Entry(slot)->State != ProcessSlotState.Free && HostPlatform.Current.TryLease(_opening, slot))
                {
                    RecoverSlot(slot);
                    HostPlatform.Current.EndLease(_opening, slot);
                }
            }
        }
    }

    private void RecoverSlot(int slot)
    {
        FaultPoints.Pass(FaultPoint.RecoveryBegun);
        ProcessEntry* entry = Entry(slot);
        uint token = ProcessToken.Make(slot, entry->Generation);
        for (int start = 0; start < Layout.CellCount; start += ArenaLayout.CellsPerPiece)
        {
            if (!entry->HasPiece(start / ArenaLayout.CellsPerPiece))
            {
                continue;
            }

            int end = Math.Min(start + ArenaLayout.CellsPerPiece, Layout.CellCount);
            for (int index = start; index < end; index++)
            {
                if (LedgerEntry.NeedsRepair(Volatile.Read(ref *Ledger(slot, index))))
                {
                    RecoverCell(slot, index, token, isOrderly: entry->State == ProcessSlotState.Leaving);
                }
            }
        }

        entry->State = ProcessSlotState.Free;
    }

    private void RecoverCell(int slot, int index, uint token, bool isOrderly)
    {
        Cell* cell = At(index);
        Retain(index);
        CellState state = new(Volatile.Read(ref cell->State));
        if (state.Phase == CellPhase.Live)
        {
            // One that was closing it has left it in order, and it may be another object by now.
            if (LedgerEntry.IsReferenced(Volatile.Read(ref *Ledger(slot, index))))
            {
                Repair!.Repair(new Departure { Arena = this, Index = index, Cell = cell, Token = token, Ledger = Ledger(slot, index), IsOrderly = isOrderly });
            }
        }
        else if (state.Token == token)
        {
            TakeOver(index, state);
        }

        FaultPoints.Pass(FaultPoint.RecoveryRepaired);
        Interlocked.Exchange(ref *Ledger(slot, index), 0);
        FaultPoints.Pass(FaultPoint.RecoveryForgotten);
        Close(index, repair: null);
    }
}
