using System.Diagnostics;

namespace ProcGen.Waiting;

// Whether it pays to look at a word for a few microseconds before sleeping on it.
//
// To wake a thread costs its waker and itself some 5 to 50 us; what another processor writes is seen after a tenth of one. So where the other
// side answers soon and has a processor to itself, looking beats sleeping fifty times over. Where it does not, looking burns the very
// processor that the other side may be waiting for. Nobody tells which it is, so it is learned: a wait that was over while we looked makes us
// look again next time; each that was not doubles the number of waits that go to sleep at once, up to 256. Then one tries again, so that a
// processor that becomes free is found. On one processor nobody looks.
//
// One object in this process has one history. Its fields are hints: races between threads only blur them.
internal sealed class SpinHistory
{
    private const int MaxSkip = 256;

    // About as long as a wake-up takes: who looks so long in vain has at most doubled what the wait costs.
    private static readonly long Limit = Stopwatch.Frequency * 20 / 1_000_000;
    private static readonly bool CanPay = Environment.ProcessorCount > 1;

    private int _skip = 1;
    private int _skipped;

    /// <summary>Looks until the step is completed or it has taken long enough. True when it is completed.</summary>
    public bool TryComplete<TStep>(ref TStep step)
        where TStep : struct, IWaitStep
    {
        if (!CanPay || ++_skipped < _skip)
        {
            return false;
        }

        _skipped = 0;
        long end = Stopwatch.GetTimestamp() + Limit;
        do
        {
            for (int look = 0; look < 16; look++)
            {
                if (step.TryComplete())
                {
                    _skip = 1;
                    return true;
                }

                Thread.SpinWait(4);
            }
        }
        while (Stopwatch.GetTimestamp() < end);
        _skip = Math.Min(2 * _skip, MaxSkip);
        return false;
    }
}
