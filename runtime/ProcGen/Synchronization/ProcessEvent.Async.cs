using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public sealed partial class ProcessEvent
{
    /// <summary>Like <see cref="Wait(CancellationToken)"/>, without holding a thread.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default) => await WaitAsync(Deadline.Never, cancellationToken).ConfigureAwait(false);

    /// <summary>Like <see cref="Wait(TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    public ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => WaitAsync(Deadline.After(timeout), cancellationToken);

    private ValueTask<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        return IsSet && !cancellationToken.IsCancellationRequested ? new(true) : new(WaitLaterAsync());

        async Task<bool> WaitLaterAsync() => (await AsyncWait.Run(NewStep(), deadline, cancellationToken).ConfigureAwait(false)).Outcome.IsCompleted(cancellationToken);
    }
}
