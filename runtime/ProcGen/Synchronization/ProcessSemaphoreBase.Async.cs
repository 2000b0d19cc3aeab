using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public abstract partial class ProcessSemaphoreBase
{
    /// <summary>Like <see cref="Acquire(CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<SemaphoreScope> AcquireAsync(CancellationToken cancellationToken = default) =>
        TryTake() ? new(new SemaphoreScope(this)) : new(AcquireLaterAsync(cancellationToken));

    /// <summary>Like <see cref="TryAcquire(TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        return TryTake() ? new(true) : new(WaitAsync(deadline, cancellationToken));
    }

    private async Task<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken) =>
        (await AsyncWait.Run(new SemaphoreWord.TakeStep(Reference), deadline, cancellationToken).ConfigureAwait(false)).Outcome.IsCompleted(cancellationToken);

    private async Task<SemaphoreScope> AcquireLaterAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(Deadline.Never, cancellationToken).ConfigureAwait(false);
        return new SemaphoreScope(this);
    }
}
