using ProcGen.Platform;

namespace ProcGen.Waiting;

// The loop of a thread that waits for a shared word.
//
// Nobody sleeps longer than half a second at a time. Who would wake us may be dead, or may have passed its wake to somebody who died or was
// stopped before using it: no protocol over words can exclude that among processes that are not related, and those that are have a parent
// which repairs at once. Whatever was missed is found at the next look.
//
// A cancellation wakes the word for everybody, who look and sleep again. If it comes between our look at the token and our sleep, the next
// look sees it.
internal static unsafe class BlockingWait
{
    /// <summary>The longest sleep between two looks, in milliseconds.</summary>
    public const int LongestSleep = 500;

    private const int FirstSleep = 100;

    /// <summary>Waits until the step is completed, the time is up or the token is cancelled. Allocates nothing unless there is a token.</summary>
    public static WaitOutcome Run<TStep>(ref TStep step, SpinHistory spins, Deadline deadline, CancellationToken cancellationToken)
        where TStep : struct, IWaitStep
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return step.Abandon() ? WaitOutcome.Completed : WaitOutcome.Cancelled;
        }

        if (deadline.HasPassed)
        {
            return step.TryComplete() || step.Abandon() ? WaitOutcome.Completed : WaitOutcome.TimedOut;
        }

        if (spins.TryComplete(ref step))
        {
            return WaitOutcome.Completed;
        }

        return cancellationToken.CanBeCanceled ? SleepWithToken(ref step, deadline, cancellationToken) : Sleep(ref step, deadline, null, cancellationToken);
    }

    private static WaitOutcome SleepWithToken<TStep>(ref TStep step, Deadline deadline, CancellationToken cancellationToken)
        where TStep : struct, IWaitStep
    {
        Sleeper sleeper = new();
        using (cancellationToken.UnsafeRegister(static sleeper => ((Sleeper)sleeper!).Wake(), sleeper))
        {
            return Sleep(ref step, deadline, sleeper, cancellationToken);
        }
    }

    private static WaitOutcome Sleep<TStep>(ref TStep step, Deadline deadline, Sleeper? sleeper, CancellationToken cancellationToken)
        where TStep : struct, IWaitStep
    {
        int longest = FirstSleep;
        try
        {
            while (!step.TryComplete())
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return step.Abandon() ? WaitOutcome.Completed : WaitOutcome.Cancelled;
                }

                if (deadline.HasPassed)
                {
                    return step.Abandon() ? WaitOutcome.Completed : WaitOutcome.TimedOut;
                }

                if (!step.PrepareToSleep(out uint* word, out uint expected))
                {
                    continue;
                }

                sleeper?.Word = word;
                long until = deadline.OrAfter(longest);
                if (cancellationToken.IsCancellationRequested)
                {
                    continue;
                }

                HostPlatform.Current.WaitOnWord(word, expected, until);
                if (System.Diagnostics.Stopwatch.GetTimestamp() >= until)
                {
                    longest = LongestSleep;
                    step.OnOverslept();
                }
            }
        }
        catch
        {
            step.Abandon();
            throw;
        }

        return WaitOutcome.Completed;
    }

    /// <summary>Where a thread sleeps, for whoever cancels its wait.</summary>
    private sealed class Sleeper
    {
        public uint* Word { get; set; }

        public void Wake()
        {
            if (Word is not null)
            {
                HostPlatform.Current.WakeWord(Word, int.MaxValue);
            }
        }
    }
}
