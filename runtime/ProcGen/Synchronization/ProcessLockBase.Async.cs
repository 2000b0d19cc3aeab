using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public abstract partial class ProcessLockBase
{
    /// <summary>Like <see cref="Acquire(CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<LockScope> AcquireAsync(CancellationToken cancellationToken = default)
    {
        PrepareForAsync();
        return TryTake() ? new(new LockScope(this)) : new(AcquireLaterAsync(StartWait(Deadline.Never, cancellationToken), cancellationToken));
    }

    /// <summary>Like <see cref="TryAcquire(TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        PrepareForAsync();
        return TryTake() ? new(true) : new(TryAcquireLaterAsync(StartWait(deadline, cancellationToken), cancellationToken));
    }

    internal async ValueTask TakeAgainAsync(uint depth)
    {
        if (!TryTake())
        {
            await StartWait(Deadline.Never, default).ConfigureAwait(false);
        }

        SetDepth(depth);
    }

    private async Task<LockScope> AcquireLaterAsync(Task<WaitOutcome> wait, CancellationToken cancellationToken)
    {
        (await wait.ConfigureAwait(false)).IsCompleted(cancellationToken);
        return new LockScope(this);
    }

    private static async Task<bool> TryAcquireLaterAsync(Task<WaitOutcome> wait, CancellationToken cancellationToken) =>
        (await wait.ConfigureAwait(false)).IsCompleted(cancellationToken);
}
