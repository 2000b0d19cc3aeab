using ProcGen.Waiting;

namespace ProcGen;

/// <summary>Waits for any of many: messages, items, events, ends of processes. Python: <c>multiprocessing.connection.wait</c>.</summary>
/// <remarks>
/// A connection is ready when there is something to receive, or the other end is closed; a queue, when it has an item or has ended; an event, once it is set; a process, once it has ended.
/// Waiting takes nothing: what is ready may be taken by somebody else before its turn comes. There is no limit to how many can be waited for.
/// Safe for use from any thread.
/// </remarks>
public static class ProcessWait
{
    /// <summary>Waits until any is ready.</summary>
    /// <param name="waitables">What to wait for.</param>
    /// <returns>Those that are ready, in their order.</returns>
    /// <exception cref="ArgumentException">There is nothing to wait for, and so no end of the wait.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed of.</exception>
    /// <exception cref="InvalidOperationException">One of them cannot be waited for: a process that was not started, an end that only sends.</exception>
    public static IWaitable[] Any(params ReadOnlySpan<IWaitable> waitables)
    {
        return Prepare(waitables.ToArray(), Deadline.Never).Run(Deadline.Never, CancellationToken.None);
    }

    /// <summary>Waits until any is ready.</summary>
    /// <param name="waitables">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that are ready, in their order.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <inheritdoc cref="Any(ReadOnlySpan{IWaitable})"/>
    public static IWaitable[] Any(IEnumerable<IWaitable> waitables, CancellationToken cancellationToken = default) => Any(waitables, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until any is ready, for a time.</summary>
    /// <param name="timeout">How long to wait; zero and less asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="waitables">What to wait for; with nothing, the time passes.</param>
    /// <returns>Those that are ready, in their order; none when the time was up.</returns>
    /// <inheritdoc cref="Any(ReadOnlySpan{IWaitable})"/>
    public static IWaitable[] Any(TimeSpan timeout, params ReadOnlySpan<IWaitable> waitables)
    {
        Deadline deadline = Deadline.AfterOrNow(timeout);
        return Prepare(waitables.ToArray(), deadline).Run(deadline, CancellationToken.None);
    }

    /// <summary>Waits until any is ready, for a time.</summary>
    /// <param name="waitables">What to wait for; with nothing, the time passes.</param>
    /// <param name="timeout">How long to wait; zero and less asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that are ready, in their order; none when the time was up.</returns>
    /// <exception cref="ArgumentException">There is nothing to wait for, and no time that would end the wait.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed of.</exception>
    /// <exception cref="InvalidOperationException">One of them cannot be waited for: a process that was not started, an end that only sends.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static IWaitable[] Any(IEnumerable<IWaitable> waitables, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(waitables);
        Deadline deadline = Deadline.AfterOrNow(timeout);
        return Prepare([.. waitables], deadline).Run(deadline, cancellationToken);
    }

    /// <summary>Like <see cref="Any(ReadOnlySpan{IWaitable})"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Any(ReadOnlySpan{IWaitable})"/>
    public static Task<IWaitable[]> AnyAsync(params ReadOnlySpan<IWaitable> waitables) => Prepare(waitables.ToArray(), Deadline.Never).RunAsync(Deadline.Never, CancellationToken.None);

    /// <summary>Like <see cref="Any(IEnumerable{IWaitable}, TimeSpan, CancellationToken)"/> without a limit of time, without holding a thread.</summary>
    /// <inheritdoc cref="Any(IEnumerable{IWaitable}, TimeSpan, CancellationToken)"/>
    public static Task<IWaitable[]> AnyAsync(IEnumerable<IWaitable> waitables, CancellationToken cancellationToken = default) =>
        AnyAsync(waitables, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Like <see cref="Any(IEnumerable{IWaitable}, TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Any(IEnumerable{IWaitable}, TimeSpan, CancellationToken)"/>
    public static Task<IWaitable[]> AnyAsync(IEnumerable<IWaitable> waitables, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(waitables);
        Deadline deadline = Deadline.AfterOrNow(timeout);
        return Prepare([.. waitables], deadline).RunAsync(deadline, cancellationToken);
    }

    private static ManyWaits Prepare(IWaitable[] waitables, Deadline deadline) =>
        waitables.Length == 0 && deadline == Deadline.Never
            ? throw new ArgumentException("There is nothing to wait for, and so no end of the wait.", nameof(waitables))
            : new ManyWaits(waitables);
}
