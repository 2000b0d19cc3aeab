using ProcGen.Hosting;
using ProcGen.Waiting;

namespace ProcGen.Pools;

// What ends a call before it ends by itself: its time, and its caller's change of mind. Both ask first; a worker that does not heed it after
// the grace is killed, alone, and replaced. Each attempt has a limit of its own: one of an earlier attempt finds the call with another child.
internal sealed partial class PoolCore
{
    private static Timer? Limit(PendingCall pending) =>
        pending.Options.Timeout is { } timeout && pending.Link is { } link ? Limit(pending, link, timeout) : null;

    // On its own: what the timer needs is made where it begins, and most calls have none.
    private static Timer Limit(PendingCall pending, ChildLink link, TimeSpan timeout)
    {
        Timer timer = null!;
        timer = new Timer(_ =>
        {
            if (pending.HasEnded || pending.Link != link)
            {
                return;
            }

            if (!pending.IsTimedOut)
            {
                pending.IsTimedOut = true;
                link.Cancel(pending);
                timer.Change(Durations.ForTimer(pending.Options.Grace), Timeout.InfiniteTimeSpan);
            }
            else
            {
                link.KillIfRunning(pending);
            }
        });
        timer.Change(Durations.ForTimer(timeout), Timeout.InfiniteTimeSpan);
        return timer;
    }

    private static void EndWithCall(Timer? timer, PendingCall pending)
    {
        if (timer is not null)
        {
            pending.Completion.ContinueWith(static (_, state) => ((Timer)state!).Dispose(), timer, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static void Cancel(object? state)
    {
        (PoolCore pool, PendingCall pending) = ((PoolCore, PendingCall))state!;
        pool.Cancel(pending);
    }

    private void Cancel(PendingCall pending)
    {
        ChildLink? link;
        Decisions decisions = new();
        bool wasQueued;
        lock (_gate)
        {
            pending.IsCancelled = true;
            wasQueued = _scheduler.Withdraw(pending);
            if (wasQueued)
            {
                decisions.Room.AddRange(TakeThoseWaitingForRoom());
                RetireIfDone(decisions);
            }

            link = pending.Link;
        }

        if (wasQueued)
        {
            pending.FailCancelled(new OperationCanceledException());
            Do(decisions);
        }
        else if (link is not null && !pending.HasEnded)
        {
            link.Cancel(pending);
            if (pending.Options.KillOnCancel)
            {
                Task.Delay(Durations.ForTimer(pending.Options.Grace)).ContinueWith(
                    _ => link.KillIfRunning(pending), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }
}
