using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

// The word of an event: bit 0 whether it is set, bit 1 whether somebody sleeps, the rest how often it was set.
//
// Who waits remembers how often it was set when the wait began: set and cleared again while it slept, the event has still happened for it.
// Nobody owns an event, so a death changes nothing but a wake that was not made any more; whoever repairs makes it.
internal static unsafe class EventWord
{
    public const uint IsSet = 1;
    public const uint HasSleepers = 2;
    public const uint OneMore = 4;

    public static readonly ICellRepair Repair = new EventRepair();

    public static void Set(Cell* cell)
    {
        uint word = Volatile.Read(ref cell->SleepWord);
        while ((word & IsSet) == 0)
        {
            uint seen = Interlocked.CompareExchange(ref cell->SleepWord, ((word & ~HasSleepers) + OneMore) | IsSet, word);
            if (seen != word)
            {
                word = seen;
                continue;
            }

            FaultPoints.Pass(FaultPoint.EventSet);
            if ((word & HasSleepers) != 0)
            {
                HostPlatform.Current.WakeWord(&cell->SleepWord, int.MaxValue);
                FaultPoints.Pass(FaultPoint.EventWoken);
            }

            return;
        }
    }

    public static void Clear(Cell* cell) => Interlocked.And(ref cell->SleepWord, ~IsSet);

    /// <summary>Waits until the event is, or was, set.</summary>
    internal readonly struct WaitStep(SharedReference reference) : IWaitStep
    {
        private readonly Cell* _cell = reference.Cell;
        private readonly uint _times = Volatile.Read(ref reference.Cell->SleepWord) / OneMore;

        public bool TryComplete()
        {
            uint word = Volatile.Read(ref _cell->SleepWord);
            return (word & IsSet) != 0 || word / OneMore != _times;
        }

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_cell->SleepWord;
            uint now = Volatile.Read(ref _cell->SleepWord);
            expected = now | HasSleepers;
            bool isMarked = !TryComplete() && (now == expected || Interlocked.CompareExchange(ref _cell->SleepWord, expected, now) == now);
            FaultPoints.Pass(FaultPoint.EventAboutToSleep);
            return isMarked;
        }

        public bool Abandon() => false;

        public void OnOverslept() => reference.LookAround();
    }

    private sealed class EventRepair : ICellRepair
    {
        public void Repair(in Departure departure) => HostPlatform.Current.WakeWord(&departure.Cell->SleepWord, int.MaxValue);
    }
}
