using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

// The word of a barrier, changed as a whole.
//
// Upper half: how many have arrived in this round. Lower half, which sleepers sleep on: bits 0 and 1 the state, 2 to 4 why it is broken, 8 to
// 15 how the last eight rounds ended (0 passed, 1 reset), 16 to 31 the number of the round.
// Parameter: how many parties there are.
// A ledger's own bits: 0 to 15 how many threads of the process are inside, bit 16 whether it ever took part.
//
// Invariants
// - Who arrives has noted in its ledger that it is inside before it is counted, and leaves the note until it is out again. So whoever repairs
//   after a death knows that a party is missing, whatever the word says, and breaks the barrier. One that arrived and died counts as arrived
//   until that is noticed, which takes its parent a moment and strangers the half second of a sleep.
// - The last to arrive runs the action, in the state Acting, and then begins the next round. Nobody else leaves Acting but by breaking.
// - A round ends in one way for all its parties: they find it in the history, or their round still there and broken.
// - A process that took part and dies breaks it even when it is not inside: it will not come again. One that exits in good order, or closes
//   the barrier, does not.
internal static unsafe class BarrierWord
{
    public const int MaxParties = (1 << 15) - 1;

    public static readonly ICellRepair Repair = new BarrierRepair();

    private const ulong StateMask = 3;
    private const int ReasonShift = 2;
    private const ulong ReasonMask = 7;
    private const int HistoryShift = 8;
    private const ulong HistoryMask = 0xff;
    private const int RoundShift = 16;
    private const ulong RoundMask = 0xffff;
    private const int ArrivedShift = 32;
    private const ulong One = 1UL << ArrivedShift;
    private const ulong InsideMask = 0xffff;
    private const ulong HasTakenPart = 1UL << 16;

    public enum State : ulong
    {
        Filling,
        Acting,
        Broken,
    }

    public static State StateOf(ulong word) => (State)(word & StateMask);

    public static int ArrivedOf(ulong word) => (int)(word >> ArrivedShift);

    public static BarrierBreak ReasonOf(ulong word) => (BarrierBreak)((word >> ReasonShift) & ReasonMask);

    private static ulong RoundOf(ulong word) => (word >> RoundShift) & RoundMask;

    /// <summary>Notes that a thread of this process is inside, before anything else.</summary>
    public static void Enter(ulong* ledger)
    {
        Interlocked.Or(ref *ledger, HasTakenPart);
        Interlocked.Increment(ref *ledger);
        FaultPoints.Pass(FaultPoint.BarrierEntered);
    }

    /// <summary>Notes that it is out again, after everything else.</summary>
    public static void Leave(ulong* ledger)
    {
        FaultPoints.Pass(FaultPoint.BarrierLeaving);

        // The barrier may have been disposed of by another thread of this process meanwhile, and then the entry is nobody's.
        for (ulong entry = Volatile.Read(ref *ledger); (entry & InsideMask) != 0;)
        {
            ulong seen = Interlocked.CompareExchange(ref *ledger, entry - 1, entry);
            if (seen == entry)
            {
                return;
            }

            entry = seen;
        }
    }

    /// <summary>Counts the caller, if the round takes arrivals.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="index">How many had arrived before it.</param>
    /// <param name="word">The word as it is then.</param>
    public static bool TryArrive(Cell* cell, out int index, out ulong word)
    {
        while (true)
        {
            word = Volatile.Read(ref cell->Word);
            index = ArrivedOf(word);
            if (StateOf(word) != State.Filling)
            {
                return false;
            }

            ulong arrived = word + One + (ulong)(index + 1 == cell->Parameter ? State.Acting : State.Filling);
            if (Interlocked.CompareExchange(ref cell->Word, arrived, word) == word)
            {
                word = arrived;
                FaultPoints.Pass(FaultPoint.BarrierArrived);
                return true;
            }
        }
    }

    /// <summary>Ends the round well and begins the next, unless it was broken meanwhile.</summary>
    public static bool TryPass(Cell* cell, ulong acting)
    {
        FaultPoints.Pass(FaultPoint.BarrierActing);
        return Interlocked.CompareExchange(ref cell->Word, Next(acting, isReset: false), acting) == acting && WakeAll(cell);
    }

    /// <summary>Breaks the round, if it is not broken. With a round given, only that one.</summary>
    public static bool Break(Cell* cell, BarrierBreak reason, ulong? round = null)
    {
        while (true)
        {
            ulong word = Volatile.Read(ref cell->Word);
            if (StateOf(word) == State.Broken || (round is { } only && RoundOf(word) != RoundOf(only)))
            {
                return false;
            }

            ulong broken = (word & ~(StateMask | (ReasonMask << ReasonShift))) | (ulong)State.Broken | ((ulong)reason << ReasonShift);
            if (Interlocked.CompareExchange(ref cell->Word, broken, word) == word)
            {
                return WakeAll(cell);
            }
        }
    }

    /// <summary>Begins a new round. Those inside find that theirs was reset.</summary>
    public static void Reset(Cell* cell)
    {
        ulong word;
        do
        {
            word = Volatile.Read(ref cell->Word);
        }
        while (Interlocked.CompareExchange(ref cell->Word, Next(word, isReset: true), word) != word);
        WakeAll(cell);
    }

    /// <summary>How the caller's round stands: null while it goes on, true when it was passed, false when it was broken.</summary>
    public static bool? Outcome(ulong now, ulong mine, out BarrierBreak reason)
    {
        ulong ahead = (RoundOf(now) - RoundOf(mine)) & RoundMask;
        reason = ReasonOf(now);
        if (ahead == 0)
        {
            return StateOf(now) == State.Broken ? false : null;
        }

        // One that was stopped for longer than the history reaches is told the worse: it cannot know.
        reason = BarrierBreak.Reset;
        return ahead <= 8 && ((now >> (HistoryShift + (int)ahead - 1)) & 1) == 0;
    }

    private static ulong Next(ulong word, bool isReset)
    {
        ulong history = ((((word >> HistoryShift) & HistoryMask) << 1) | (isReset ? 1UL : 0)) & HistoryMask;
        return (history << HistoryShift) | (((RoundOf(word) + 1) & RoundMask) << RoundShift);
    }

    private static bool WakeAll(Cell* cell)
    {
        FaultPoints.Pass(FaultPoint.BarrierPassed);
        HostPlatform.Current.WakeWord(&cell->SleepWord, int.MaxValue);
        FaultPoints.Pass(FaultPoint.BarrierWoken);
        return true;
    }

    /// <summary>Waits until a round is over.</summary>
    internal readonly struct RoundStep(SharedReference reference, ulong mine) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;

        public bool TryComplete() => Outcome(Volatile.Read(ref _cell->Word), mine, out _) is not null;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->SleepWord;
            ulong now = Volatile.Read(ref _cell->Word);
            expected = (uint)now;
            return Outcome(now, mine, out _) is null;
        }

        public bool Abandon() => !Break(_cell, BarrierBreak.TimedOut, mine);

        public void OnOverslept() => reference.LookAround();
    }

    /// <summary>Waits until a round takes arrivals, or is broken.</summary>
    internal readonly struct EntryStep(SharedReference reference) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;

        public bool TryComplete() => StateOf(Volatile.Read(ref _cell->Word)) != State.Acting;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->SleepWord;
            ulong now = Volatile.Read(ref _cell->Word);
            expected = (uint)now;
            return StateOf(now) == State.Acting;
        }

        public bool Abandon() => false;

        public void OnOverslept() => reference.LookAround();
    }

    private sealed class BarrierRepair : ICellRepair
    {
        public void Repair(in Departure departure)
        {
            ulong ledger = Volatile.Read(ref *departure.Ledger);
            if ((ledger & InsideMask) != 0 || ((ledger & HasTakenPart) != 0 && !departure.IsOrderly))
            {
                Break(departure.Cell, BarrierBreak.PartyDied);
            }

            HostPlatform.Current.WakeWord(&departure.Cell->SleepWord, int.MaxValue);
        }
    }
}
