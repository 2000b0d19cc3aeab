using System.Diagnostics;
using ProcGen.Platform;

namespace ProcGen.Waiting;

// Whether it pays to look at a word for a few microseconds before sleeping on it.
//
// To wake a thread costs its waker and itself some 5 to 50 us; what another processor writes is seen after a tenth of one. So where the other
// side answers soon and has a processor to itself, looking beats sleeping fifty times over. Where it does not, looking burns the very
// processor that the other side may be waiting for. Nobody tells which it is, so it is learned: a wait that was over while we looked makes us
// look again next time; each that was not doubles the number of waits that go to sleep at once, up to 256. Then one tries again, so that a
// processor that becomes free is found. On one processor nobody looks.
//
// Two that wake each other in turn never want to run at the same time, so that the system sees no reason to part them: it leaves both on one
// processor beside an idle one, for a second and longer where processors share no cache. There the other side cannot answer as long as we
// look. So who has looked in vain several times in a row leaves its processor, if the system says that no more threads want to run than there
// are processors, and looks once more. It costs some 100 us, so this process does it rarely: after 2 ms at the earliest, and each time that
// it did not help, after twice as long, up to a second. Measured with two events on two processors without a common cache: both stayed on one
// for 60 ms to more than a second, and now part after 0 to 30 ms.
//
// Who asks something before it waits, and finds that the other side need not be woken for it, knows that it is awake and may answer soon: it looks
// the next time, whatever it has learned. So two of which one has just been woken, and looks, do not sleep in turns for 256 times. Not who answers:
// three that look on two processors for what the fourth sends next made calls that are not waited for three times slower.
//
// Who has something else to do than to wait, and only wants to be spared the way over other threads, glances: for the few microseconds that this
// way takes, and on the processor that it is on.
//
// One object in this process has one history. Its fields are hints: races between threads only blur them.
internal sealed class SpinHistory(bool glances = false)
{
    private const int MaxSkip = 256;

    // From here on it is worth to ask whether both are on one processor.
    private const int LeavingSkip = 8;

    // About twice as long as it takes to wake a thread on an idle processor: the other side may be asleep when we begin to look, and has to be
    // caught awake once for both to go on without sleeping.
    private static readonly long Limit = Stopwatch.Frequency * 50 / 1_000_000;
    private static readonly long GlanceLimit = Stopwatch.Frequency * 5 / 1_000_000;
    private static readonly long ShortestStay = Stopwatch.Frequency / 500;
    private static readonly long LongestStay = Stopwatch.Frequency;
    private static readonly bool CanPay = Environment.ProcessorCount > 1;

    private static long s_stay = ShortestStay;
    private static long s_leaveAt;

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
        if (Look(ref step, glances ? GlanceLimit : Limit) || (_skip >= LeavingSkip && !glances && LeaveAndLook(ref step)))
        {
            _skip = 1;
            return true;
        }

        _skip = Math.Min(2 * _skip, MaxSkip);
        return false;
    }

    /// <summary>The other side was seen awake: the next wait looks.</summary>
    public void NoteAwake() => _skipped = _skip;

    private static bool Look<TStep>(ref TStep step, long limit)
        where TStep : struct, IWaitStep
    {
        long end = Stopwatch.GetTimestamp() + limit;
        do
        {
            for (int look = 0; look < 16; look++)
            {
                if (step.TryComplete())
                {
                    return true;
                }

                Thread.SpinWait(4);
            }
        }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    private static bool LeaveAndLook<TStep>(ref TStep step)
        where TStep : struct, IWaitStep
    {
        long now = Stopwatch.GetTimestamp();
        if (now < Volatile.Read(ref s_leaveAt))
        {
            return false;
        }

        bool isCompleted = HostPlatform.Current.TryLeaveProcessor() && Look(ref step, Limit);
        s_stay = isCompleted ? ShortestStay : Math.Min(2 * s_stay, LongestStay);
        Volatile.Write(ref s_leaveAt, now + s_stay);
        return isCompleted;
    }
}
