using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public abstract partial class ProcessLockBase
{
    /// <summary>Like <see cref="Acquire(CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<LockScope> AcquireAsync(CancellationToken cancellationToken = default)
    {
        int flow = FlowOfCaller(isAsynchronous: true);
        return TryTake(flow) ? new(new LockScope(this, flow)) : new(AcquireLaterAsync(flow, StartWait(flow, Deadline.Never, cancellationToken), cancellationToken));
    }

    /// <summary>Like <see cref="TryAcquire(TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        int flow = FlowOfCaller(isAsynchronous: true);
        return TryTake(flow) ? new(true) : new(TryAcquireLaterAsync(StartWait(flow, deadline, cancellationToken), cancellationToken));
    }

    internal async ValueTask TakeAgainAsync(LockHold hold)
    {
        if (!TryTake(hold.Flow))
        {
            await StartWait(hold.Flow, Deadline.Never, default).ConfigureAwait(false);
        }

        SetDepth(hold.Depth);
    }

    private async Task<LockScope> AcquireLaterAsync(int flow, Task<(WaitOutcome Outcome, LockWord.TakeStep Step)> wait, CancellationToken cancellationToken)
    {
        (await wait.ConfigureAwait(false)).Outcome.IsCompleted(cancellationToken);
        return new LockScope(this, flow);
    }

    private static async Task<bool> TryAcquireLaterAsync(Task<(WaitOutcome Outcome, LockWord.TakeStep Step)> wait, CancellationToken cancellationToken) =>
        (await wait.ConfigureAwait(false)).Outcome.IsCompleted(cancellationToken);
}
