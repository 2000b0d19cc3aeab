using System.Runtime.CompilerServices;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public abstract partial class ProcessQueueBase<T>
{
    /// <summary>Like <see cref="Put(T, CancellationToken)"/>, without holding a thread while it waits.</summary>
    /// <remarks>The item is written before this returns if there is room; otherwise when there is, so do not change it before.</remarks>
    public async ValueTask PutAsync(T item, CancellationToken cancellationToken = default) =>
        await _core.PutAsync(item, Deadline.Never, cancellationToken).ConfigureAwait(false);

    /// <summary>Like <see cref="Put(T, TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    /// <inheritdoc cref="PutAsync(T, CancellationToken)"/>
    public async ValueTask PutAsync(T item, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!await _core.PutAsync(item, Deadline.After(timeout), cancellationToken).ConfigureAwait(false))
        {
            throw NoRoom(timeout);
        }
    }

    /// <summary>Like <see cref="TryPut(T, TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    /// <inheritdoc cref="PutAsync(T, CancellationToken)"/>
    public ValueTask<bool> TryPutAsync(T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _core.PutAsync(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Like <see cref="Get(CancellationToken)"/>, without holding a thread while it waits.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken = default)
    {
        (_, bool hasItem, T item) = await _core.TakeAsync(Deadline.Never, Leases, cancellationToken).ConfigureAwait(false);
        return hasItem ? item : throw Ended();
    }

    /// <summary>Like <see cref="Get(TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    public async ValueTask<T> GetAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        (WaitOutcome outcome, bool hasItem, T item) = await _core.TakeAsync(Deadline.After(timeout), Leases, cancellationToken).ConfigureAwait(false);
        return hasItem ? item : throw (outcome == WaitOutcome.Completed ? Ended() : NoItem(timeout));
    }

    /// <summary>Like <see cref="TryGet(out T, TimeSpan, CancellationToken)"/>, without holding a thread while it waits.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was an item, and which; none at once when the queue has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public async ValueTask<(bool HasItem, T? Item)> TryGetAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        (_, bool hasItem, T item) = await _core.TakeAsync(Deadline.After(timeout), Leases, cancellationToken).ConfigureAwait(false);
        return (hasItem, item);
    }

    /// <summary>Takes items until the queue has ended, without holding a thread while it waits.</summary>
    /// <param name="cancellationToken">Ends the wait for the next.</param>
    public async IAsyncEnumerable<T> GetAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            (_, bool hasItem, T item) = await _core.TakeAsync(Deadline.Never, Leases, cancellationToken).ConfigureAwait(false);
            if (!hasItem)
            {
                yield break;
            }

            yield return item;
        }
    }

    private protected Task<bool> WaitUntilDoneAsync(Deadline deadline, CancellationToken cancellationToken) => _core.WaitUntilDoneAsync(deadline, cancellationToken);
}
