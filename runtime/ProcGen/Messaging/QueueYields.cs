using System.Diagnostics;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// Whether it pays to let others run for a moment before sleeping on a queue.
//
// Where more threads put into one queue, or take out of it, than there are processors, each one that sleeps is woken as soon as there is one place, or
// one item, by the one who made it, and on its processor: that one is interrupted, the other does one thing and sleeps again. So two switches are
// paid for each item. Who gives its processor away instead, and stays ready to run, is back when the others have filled the queue, or emptied it;
// and where the processor has nobody else to run it is back at once, and has looked. Measured on two processors, for each item: four producers and
// one consumer 500 ns, now 250; one producer and four consumers 510 and 225; one to one as before.
//
// Who gives way on a processor that is busy with something else waits for its turn for milliseconds, and being woken would be sooner. How long it
// took does not tell the two apart, but the queue does: its items went on meanwhile, or did not. If not, nobody gives way for thirty times as long as that
// took. What was in vain doubles the number of waits that go without, up to 8.
//
// One object in this process has one of these for each direction. Its fields are hints: races between threads only blur them.
internal sealed class QueueYields
{
    private const int Most = 32;
    private const int MaxSkip = 8;
    private const int Lockout = 30;

    // A switch to another and back, and some work of the other.
    private static readonly long Brief = Stopwatch.Frequency / 2000;

    // What a queue in flow needs for an item at most: ten times what it does need.
    private static readonly long SlowestItem = Stopwatch.Frequency / 500_000;

    private int _skip = 1;
    private int _skipped;
    private long _notBefore;

    /// <summary>Lets others run until the step is completed, if that has paid of late. True when it is completed.</summary>
    public bool TryComplete<TStep>(ref TStep step, QueueRing ring)
        where TStep : struct, IWaitStep
    {
        if (++_skipped < _skip)
        {
            return false;
        }

        long began = Stopwatch.GetTimestamp();
        if (began < _notBefore)
        {
            return false;
        }

        _skipped = 0;
        long first = ring.CountPut;
        bool isCompleted = false, isHeldUp = false;
        for (int count = 0; count < Most && !isCompleted && !isHeldUp; count++)
        {
            Thread.Yield();
            isCompleted = step.TryComplete();
            long took = Stopwatch.GetTimestamp() - began;
            if (took > Brief && (ring.CountPut - first) * SlowestItem < took)
            {
                isHeldUp = true;
                _notBefore = began + (Lockout * took);
            }
        }

        _skip = isCompleted ? 1 : Math.Min(2 * _skip, MaxSkip);
        return isCompleted;
    }
}
