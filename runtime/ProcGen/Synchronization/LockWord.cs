using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

// The lock that every cell has.
//
// The word: bits 0 to 29 who holds it (a ProcessToken, 0 for nobody), bit 30 whether a holder died of it and nobody has repaired that yet,
// bit 31 whether somebody sleeps on it. Depth and holder, beside it, are written by the holder only, after it took the word and before it
// frees it; a holder names its process too, so that what a dead one left there is taken for nobody living.
//
// Invariants
// - Taken and freed by one compare-and-swap each: no system call unless somebody sleeps.
// - Who sleeps has set bit 31 first. Who frees the word clears it and wakes one sleeper; that one, whatever it then does, sets the bit again:
//   it takes the word together with the bit, or sets it before it sleeps on, or, if it gives up, before it leaves. So those who still sleep
//   are known to the next who frees. A sleeper that gives up while the word is free passes its wake on.
// - A woken sleeper that dies, or is stopped, before it did any of this keeps its wake. After a death, whoever repairs wakes all. A stopped
//   one costs the others their half second of BlockingWait.
//
// A death
// - while it holds the word: whoever repairs frees it and sets bit 30. The next who takes it has it and is told.
// - between taking the word and noting holder and depth, or between forgetting the holder and freeing the word: the same.
// - between freeing the word and waking: sleepers find the word free at their next look; whoever repairs wakes them before.
internal static unsafe class LockWord
{
    public const uint Abandoned = 1u << 30;
    public const uint HasSleepers = 1u << 31;

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

    /// <summary>Frees the lock, whoever holds it. False when it is free.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="keep">What stays in the word: nothing, or that it is abandoned.</param>
    public static bool TryFree(Cell* cell, uint keep = 0)
    {
        if (OwnerOf(Volatile.Read(ref cell->LockWord)) == 0)
        {
            return false;
        }

        Volatile.Write(ref cell->LockHolder, 0);
        FaultPoints.Pass(FaultPoint.LockHolderForgotten);
        uint before = Interlocked.Exchange(ref cell->LockWord, keep);
        FaultPoints.Pass(FaultPoint.LockReleased);
        if ((before & HasSleepers) != 0)
        {
            HostPlatform.Current.WakeWord(&cell->LockWord, 1);
            FaultPoints.Pass(FaultPoint.LockWoken);
        }

        return OwnerOf(before) != 0;
    }

    private static void NoteHolder(Cell* cell, ulong holder)
    {
        FaultPoints.Pass(FaultPoint.LockTaken);
        cell->LockDepth = 1;
        Volatile.Write(ref cell->LockHolder, holder);
        FaultPoints.Pass(FaultPoint.LockHolderNoted);
    }

    /// <summary>Waits for the lock.</summary>
    internal struct TakeStep(SharedReference reference, ulong holder) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;
        private bool _hasSlept;

        public bool TryComplete()
        {
            uint word = Volatile.Read(ref _cell->LockWord);
            if (OwnerOf(word) != 0)
            {
                return false;
            }

            uint taken = reference.Arena.Token | word | (_hasSlept ? HasSleepers : 0);
            if (Interlocked.CompareExchange(ref _cell->LockWord, taken, word) != word)
            {
                return false;
            }

            NoteHolder(_cell, holder);
            return true;
        }

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->LockWord;
            uint now = Volatile.Read(ref _cell->LockWord);
            expected = now | HasSleepers;
            if (OwnerOf(now) == 0 || (now != expected && Interlocked.CompareExchange(ref _cell->LockWord, expected, now) != now))
            {
                return false;
            }

            _hasSlept = true;
            FaultPoints.Pass(FaultPoint.LockAboutToSleep);
            return true;
        }

        public readonly bool Abandon()
        {
            FaultPoints.Pass(FaultPoint.LockAwake);
            while (_hasSlept)
            {
                uint now = Volatile.Read(ref _cell->LockWord);
                if (OwnerOf(now) == 0)
                {
                    HostPlatform.Current.WakeWord(&_cell->LockWord, 1);
                    break;
                }

                if (Interlocked.CompareExchange(ref _cell->LockWord, now | HasSleepers, now) == now)
                {
                    break;
                }
            }

            return false;
        }

        public readonly void OnOverslept() => reference.LookAround();
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
            uint seen = Interlocked.CompareExchange(ref cell->LockWord, Abandoned, now);
            if (seen == now)
            {
                break;
            }

            now = seen;
        }

        HostPlatform.Current.WakeWord(&cell->LockWord, int.MaxValue);
    }
}
