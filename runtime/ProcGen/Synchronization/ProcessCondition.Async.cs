using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public sealed partial class ProcessCondition
{
    /// <summary>Like <see cref="Wait(CancellationToken)"/>, without holding a thread.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default) => await WaitAsync(Deadline.Never, cancellationToken).ConfigureAwait(false);

    /// <summary>Like <see cref="Wait(TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    public ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => WaitAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Like <see cref="WaitFor(Func{bool}, CancellationToken)"/>, without holding a thread.</summary>
    public async ValueTask WaitForAsync(Func<bool> predicate, CancellationToken cancellationToken = default) =>
        await WaitForAsync(predicate, Deadline.Never, cancellationToken).ConfigureAwait(false);

    /// <summary>Like <see cref="WaitFor(Func{bool}, TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    public ValueTask<bool> WaitForAsync(Func<bool> predicate, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitForAsync(predicate, Deadline.After(timeout), cancellationToken);

    private async ValueTask<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        (int node, LockHold hold, Task<(WaitOutcome Outcome, ConditionNodes.WaitStep Step)> wait) = BeginAsync(deadline, cancellationToken);
        (WaitOutcome outcome, _) = await wait.ConfigureAwait(false);
        await Lock.TakeAgainAsync(hold).ConfigureAwait(false);
        return End(node, outcome, cancellationToken);
    }

    private async ValueTask<bool> WaitForAsync(Func<bool> predicate, Deadline deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ThrowUnlessHeld("waited for");
        bool isSo;
        while (!(isSo = predicate()) && !deadline.HasPassed)
        {
            await WaitAsync(deadline, cancellationToken).ConfigureAwait(false);
        }

        return isSo;
    }
}
