namespace ProcGen.Waiting;

/// <summary>Lets one at a time in, threads and those that hold none.</summary>
internal sealed class Turn
{
    private readonly SemaphoreSlim _free = new(1, 1);

    public WaitOutcome Enter(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _free.Wait(0, CancellationToken.None) || _free.Wait(deadline.RemainingMilliseconds, cancellationToken) ? WaitOutcome.Completed : WaitOutcome.TimedOut;
    }

    public async ValueTask<WaitOutcome> EnterAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _free.Wait(0, CancellationToken.None) || await _free.WaitAsync(deadline.RemainingMilliseconds, cancellationToken).ConfigureAwait(false)
            ? WaitOutcome.Completed
            : WaitOutcome.TimedOut;
    }

    public void Exit() => _free.Release();
}
