using System.Runtime.CompilerServices;
using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

// The lock that every cell has.
//
// The word: bits 0 to 29 who holds it (a ProcessToken, 0 for nobody), bit 30 whether a holder died of it and nobody has repaired that yet.
// Depth and holder, beside it, are written by the holder only, after it took the word and before it frees it; a holder names its process too,
// so that what a dead one left there is taken for nobody living.
// The flag, LockSleepers: whether somebody may sleep. It is what sleepers sleep on; the word is not, since it is freed without a look at them.
//
// Invariants
// - Taken by one compare-and-swap, freed by a plain store behind which the flag is read (RemoteFence): no system call unless somebody sleeps. A
//   word that is held is changed by its holder's process, or by whoever repairs after that: so a store cannot overwrite anything, except of one
//   who releases what somebody else of its process has released or disposed of meanwhile. That is wrong already, and harms this lock alone:
//   cells are given out in turn, so that a cell is not another object's before 65,535 others were made.
// - Who sleeps has set the flag first, raised the fence, and then found the word held: whoever frees it after that reads the flag. It clears the
//   flag and wakes one sleeper; that one, whatever it then does, sets it again: when it has taken the word, before it sleeps on, or, if it gives up,
//   before it leaves. So those who still sleep are known to the next who frees. One that gives up and finds the word free passes its wake on.
// - One who has set the flag owes all this, even if it has not slept: another may have come to sleep on it meanwhile.
// - A woken sleeper that dies, or is stopped, before it did any of this keeps its wake. After a death, whoever repairs clears the flag and wakes
//   all: by the flag, also those that are only about to sleep see that there is something to look at. A stopped one costs the others their half
//   second of BlockingWait.
//
// A death
// - while it holds the word: whoever repairs frees it and sets bit 30. The next who takes it has it and is told.
// - between taking the word and noting holder and depth, or between forgetting the holder and freeing the word: the same.
// - between freeing the word and waking: sleepers find the word free at their next look; whoever repairs wakes them before.
//
// tests/ProcGen.Models/lock.pml takes all orders of these steps, the store that is still in its processor's buffer among them.
internal static unsafe class LockWord
{
    public const uint Abandoned = 1u << 30;

    public static readonly ICellRepair Repair = new LockRepair();

    public static uint OwnerOf(uint word) => word & ProcessToken.Mask;

    /// <summary>Takes the lock if it is free and nothing is to be told about it.</summary>
    public static bool TryTake(Cell* cell, uint token, ulong holder)
    {
        FaultPoints.Pass(FaultPoint.LockAboutToTake);
        if (Interlocked.CompareExchange(ref cell->LockWord, token, 0) != 0)
        {
            return false;
        }

        NoteHolder(cell, holder);
        return true;
    }

    /// <summary>Frees the lock if this process holds it, once, and nothing is to be told about it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFreeOwn(Cell* cell, uint token)
    {
        if (Volatile.Read(ref cell->LockWord) != token)
        {
            return false;
        }

        Volatile.Write(ref cell->LockHolder, 0);
        FaultPoints.Pass(FaultPoint.LockHolderForgotten);
        if (RemoteFence.IsRegistered)
        {
            Volatile.Write(ref cell->LockWord, 0);
        }
        else
        {
            Interlocked.Exchange(ref cell->LockWord, 0);
            RemoteFence.NoteUse();
        }

        FaultPoints.Pass(FaultPoint.LockReleased);
        TellSleepers(cell);
        return true;
    }

    /// <summary>Frees the lock, whoever holds it. False when it is free.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="keep">What stays in the word: nothing, or that it is abandoned.</param>
    public static bool TryFree(Cell* cell, uint keep = 0)
    {
        if (OwnerOf(Volatile.Read(ref cell->LockWord)) == 0)
        {
            return false;
        }

        cell->LockDepth = 0;
        Volatile.Write(ref cell->LockHolder, 0);
        FaultPoints.Pass(FaultPoint.LockHolderForgotten);
        uint before = Interlocked.Exchange(ref cell->LockWord, keep);
        FaultPoints.Pass(FaultPoint.LockReleased);
        TellSleepers(cell);
        return OwnerOf(before) != 0;
    }

    // After the word was freed.
    private static void TellSleepers(Cell* cell)
    {
        if (Volatile.Read(ref cell->LockSleepers) != 0)
        {
            WakeOne(cell);
        }
    }

    // Apart: its system call would burden whatever a release is inlined into.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WakeOne(Cell* cell)
    {
        if (Interlocked.Exchange(ref cell->LockSleepers, 0) != 0)
        {
            HostPlatform.Current.WakeWord(&cell->LockSleepers, 1);
            FaultPoints.Pass(FaultPoint.LockWoken);
        }
    }

    private static void NoteHolder(Cell* cell, ulong holder)
    {
        FaultPoints.Pass(FaultPoint.LockTaken);
        Volatile.Write(ref cell->LockHolder, holder);
        FaultPoints.Pass(FaultPoint.LockHolderNoted);
    }

    /// <summary>Waits for the lock.</summary>
    internal struct TakeStep(SharedReference reference, ulong holder) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;
        private bool _hasSetFlag;

        public bool TryComplete()
        {
            uint word = Volatile.Read(ref _cell->LockWord);
            if (OwnerOf(word) != 0 || Interlocked.CompareExchange(ref _cell->LockWord, reference.Arena.Token | word, word) != word)
            {
                return false;
            }

            if (_hasSetFlag)
            {
                SetFlag();
            }

            NoteHolder(_cell, holder);
            return true;
        }

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->LockSleepers;
            expected = 1;
            if (!SetFlagAndLook())
            {
                return false;
            }

            FaultPoints.Pass(FaultPoint.LockAboutToSleep);
            return true;
        }

        public bool Abandon()
        {
            FaultPoints.Pass(FaultPoint.LockAwake);
            if (_hasSetFlag && !SetFlagAndLook())
            {
                TellSleepers(_cell);
            }

            return false;
        }

        public readonly void OnOverslept() => reference.LookAround();

        // Whether somebody holds the lock, who will read the flag when it frees it.
        private bool SetFlagAndLook()
        {
            SetFlag();
            RemoteFence.Raise();
            return OwnerOf(Volatile.Read(ref _cell->LockWord)) != 0;
        }

        private void SetFlag()
        {
            _hasSetFlag = true;
            Interlocked.Exchange(ref _cell->LockSleepers, 1);
        }
    }

    private sealed class LockRepair : ICellRepair
    {
        public void Repair(in Departure departure) => Release(departure);
    }

    /// <summary>Frees the lock of a cell if who is gone held it.</summary>
    public static void Release(in Departure departure)
    {
        Cell* cell = departure.Cell;
        uint now = Volatile.Read(ref cell->LockWord);
        while (OwnerOf(now) == departure.Token)
        {
            cell->LockDepth = 0;
            uint seen = Interlocked.CompareExchange(ref cell->LockWord, Abandoned, now);
            if (seen == now)
            {
                break;
            }

            now = seen;
        }

        Interlocked.Exchange(ref cell->LockSleepers, 0);
        HostPlatform.Current.WakeWord(&cell->LockSleepers, int.MaxValue);
    }
}
