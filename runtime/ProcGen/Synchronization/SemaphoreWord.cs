using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

// The word of a semaphore, and the books of who holds how many permits.
//
// A permit is taken by one compare-and-swap of the word; that this process holds one more is another word, in its ledger. A death between the
// two would lose the permit. So the word also says what was done last, by which slot, with a running number, and the ledger says which of that
// slot's operations it has seen. Nobody changes the word before the last operation is in the books: whoever comes next, or repairs, enters it
// ("helps"). The word is thus always at most one entry ahead of the books, and says which.
//
// The word: bits 0 to 23 the count, 24 whether somebody sleeps, 25 and 26 what was done last, 27 to 31 with how many permits (31: with 31 or
// more, which settles all that the slot holds); 32 to 42 by which slot (its number plus 1; 0 for nobody's), 43 to 63 the running number.
// Sleepers sleep on the lower half.
// A ledger's own bits: 0 to 23 permits held, 24 to 44 the running number of the last operation that was entered.
//
// Invariants
// - A ledger that is opened anew never reads as it did before (LedgerEntry): one who was stopped while it helped cannot enter something twice.
// - An entry for a slot is made by compare-and-swap from what was read before the word was seen unchanged: it is made once, whoever makes it.
// - Who releases while somebody sleeps clears the bit and wakes all; each sets it again before it sleeps on. A wake is never left to one that
//   may be dead or stopped.
// - A process that releases what it did not acquire (one signals, the other waits) owes nothing: its permits stay 0.
//
// A death: its permits come back, as far as the count does not exceed what the semaphore began with: a consumer of signals that dies took
// them for good. Giving back is an operation like the others, so that it happens once, even if whoever repairs dies over it.
internal static unsafe class SemaphoreWord
{
    public const int MaxCount = (1 << 24) - 1;

    public static readonly ICellRepair Repair = new SemaphoreRepair();

    private const ulong CountMask = MaxCount;
    private const ulong HasSleepers = 1UL << 24;
    private const int DeedShift = 25;
    private const int AmountShift = 27;
    private const int MaxAmount = 31;
    private const int SlotShift = 32;
    private const ulong SlotMask = 0x7ff;
    private const int NumberShift = 43;
    private const ulong NumberMask = (1UL << 21) - 1;
    private const int LedgerNumberShift = 24;
    private const ulong LedgerNumberMask = NumberMask << LedgerNumberShift;

    private enum Deed : ulong
    {
        Acquire,
        Release,
        GiveBack,
    }

    public static int CountOf(ulong word) => (int)(word & CountMask);

    /// <summary>Takes a permit if there is one.</summary>
    public static bool TryTake(Arena arena, int index, Cell* cell)
    {
        while (true)
        {
            ulong word = Volatile.Read(ref cell->Word);
            if (CountOf(word) == 0)
            {
                return false;
            }

            if (TryChange(arena, index, cell, word, word - 1, arena.Slot, Deed.Acquire, 1))
            {
                FaultPoints.Pass(FaultPoint.SemaphoreTaken);
                return true;
            }
        }
    }

    /// <summary>Adds permits. False when there would be more than the bound.</summary>
    public static bool TryRelease(Arena arena, int index, Cell* cell, int count, int bound)
    {
        while (true)
        {
            ulong word = Volatile.Read(ref cell->Word);
            if (CountOf(word) > bound - count)
            {
                return false;
            }

            if (TryChange(arena, index, cell, word, (word & ~HasSleepers) + (ulong)count, arena.Slot, Deed.Release, count))
            {
                FaultPoints.Pass(FaultPoint.SemaphoreReleased);
                WakeAll(cell, word);
                return true;
            }
        }
    }

    private static bool TryChange(Arena arena, int index, Cell* cell, ulong word, ulong changed, int slot, Deed deed, int amount)
    {
        if (!TryHelp(arena, index, cell, word))
        {
            return false;
        }

        // Never 0, which is what a new ledger says.
        ulong number = ((word >> NumberShift) + 1) & NumberMask;
        number = number == 0 ? 1 : number;
        ulong next = (changed & (CountMask | HasSleepers)) | ((ulong)deed << DeedShift) | ((ulong)Math.Min(amount, MaxAmount) << AmountShift) | ((ulong)(slot + 1) << SlotShift) | (number << NumberShift);
        return Interlocked.CompareExchange(ref cell->Word, next, word) == word;
    }

    /// <summary>Enters what was done last into the books. False when things have changed meanwhile.</summary>
    private static bool TryHelp(Arena arena, int index, Cell* cell, ulong word)
    {
        int slot = (int)((word >> SlotShift) & SlotMask) - 1;
        if (slot < 0)
        {
            return true;
        }

        ulong* ledger = arena.Ledger(slot, index);
        ulong entry = Volatile.Read(ref *ledger);
        ulong number = word >> NumberShift;
        if ((entry & LedgerNumberMask) >> LedgerNumberShift == number)
        {
            return true;
        }

        if (Volatile.Read(ref cell->Word) != word)
        {
            return false;
        }

        ulong permits = Permits(word, entry & CountMask);
        ulong entered = (entry & ~(CountMask | LedgerNumberMask)) | permits | (number << LedgerNumberShift);
        bool isEntered = Interlocked.CompareExchange(ref *ledger, entered, entry) == entry;
        FaultPoints.Pass(FaultPoint.SemaphoreHelped);
        return isEntered;
    }

    /// <summary>What a slot holds after what was done last, if it held that much before.</summary>
    private static ulong Permits(ulong word, ulong before)
    {
        ulong amount = (word >> AmountShift) & MaxAmount;
        return (Deed)((word >> DeedShift) & 3) switch
        {
            Deed.Acquire => Math.Min(before + 1, MaxCount),
            Deed.Release => amount == MaxAmount || amount > before ? 0 : before - amount,
            _ => 0,
        };
    }

    private static void WakeAll(Cell* cell, ulong before)
    {
        if ((before & HasSleepers) != 0)
        {
            HostPlatform.Current.WakeWord(&cell->SleepWord, int.MaxValue);
            FaultPoints.Pass(FaultPoint.SemaphoreWoken);
        }
    }

    /// <summary>Waits for a permit.</summary>
    internal readonly struct TakeStep(SharedReference reference) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;

        public bool TryComplete() => TryTake(reference.Arena, reference.Index, _cell);

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->SleepWord;
            ulong now = Volatile.Read(ref _cell->Word);
            ulong marked = now | HasSleepers;
            expected = (uint)marked;
            bool isMarked = CountOf(now) == 0 && (now == marked || Interlocked.CompareExchange(ref _cell->Word, marked, now) == now);
            FaultPoints.Pass(FaultPoint.SemaphoreAboutToSleep);
            return isMarked;
        }

        public bool Abandon() => false;

        public void OnOverslept() => reference.LookAround();
    }

    private sealed class SemaphoreRepair : ICellRepair
    {
        public void Repair(in Departure departure)
        {
            int slot = ProcessToken.SlotOf(departure.Token);
            while (!TryGiveBack(departure, slot))
            {
            }

            HostPlatform.Current.WakeWord(&departure.Cell->SleepWord, int.MaxValue);
        }

        private static bool TryGiveBack(in Departure departure, int slot)
        {
            Cell* cell = departure.Cell;
            ulong word = Volatile.Read(ref cell->Word);
            if (!TryHelp(departure.Arena, departure.Index, cell, word))
            {
                return false;
            }

            ulong held = Volatile.Read(ref *departure.Ledger) & CountMask;
            bool isLast = (int)((word >> SlotShift) & SlotMask) - 1 == slot;
            if (held > 0)
            {
                ulong missing = (ulong)Math.Max(0, cell->Parameter - CountOf(word));
                ulong back = (word & ~HasSleepers) + Math.Min(held, missing);

                // Entered at the next look, which finds nothing held.
                TryChange(departure.Arena, departure.Index, cell, word, back, slot, Deed.GiveBack, 0);
                return false;
            }

            // The slot will be another process': the word must not name it any more.
            return !isLast || Interlocked.CompareExchange(ref cell->Word, word & ~(SlotMask << SlotShift), word) == word;
        }
    }
}
