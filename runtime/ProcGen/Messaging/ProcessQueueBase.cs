using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>What <see cref="ProcessQueue{T}"/> and <see cref="JoinableProcessQueue{T}"/> have in common.</summary>
/// <typeparam name="T">The items: any type that crosses.</typeparam>
/// <remarks>
/// Any number of processes puts and takes. An item is written into shared memory by the caller of a put, so that an error is the caller's, and
/// stays there when that process ends. Items of one producer are taken in the order in which it put them. A process that dies while it puts
/// costs its own item at most; one that dies while it takes, the item that it had taken. Safe for use from any thread; no system call
/// unless somebody waits.
/// </remarks>
public abstract unsafe partial class ProcessQueueBase<T> : IDisposable, IWaitable
{
    private readonly QueueCore<T> _core;

    private protected ProcessQueueBase(SharedReference reference)
    {
        Life = new QueueLife(reference);
        _core = new QueueCore<T>(Life);
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => Life.Name;

    /// <summary>How many items can wait in it. Python: <c>maxsize</c>.</summary>
    public int MaxSize => (int)Look(static queue => queue.Ring.Layout.Capacity);

    /// <summary>How many items wait in it at this moment: others may put and take at the next. Exact while nobody does. Python: <c>qsize()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int Count => (int)Look(static queue => queue.Ring.Count);

    /// <summary>Whether no item waits in it at this moment. Python: <c>empty()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsEmpty => Count == 0;

    /// <summary>Whether it has no room at this moment. Python: <c>full()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsFull => Count >= MaxSize;

    /// <summary>Whether somebody has said that nobody puts any more.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsCompleted => Look(static queue => queue.Ring.IsCompleted ? 1 : 0) != 0;

    private protected QueueLife Life { get; }

    // Not null where items are kept until they are done with.
    private protected virtual QueueLeases? Leases => null;

    private protected virtual string ClassName => "ProcessQueue";

    /// <summary>Puts an item at the end; waits while there is no room. Python: <c>put(item)</c>.</summary>
    /// <param name="item">The item. It is written at once: later changes do not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueCompletedException">The queue was completed.</exception>
    /// <exception cref="UnserializableValueException">The item cannot be written. The queue is as it was.</exception>
    /// <exception cref="MessageTooLargeException">The item is too large. The queue is as it was.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it. The queue is as it was.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled, and the item was not put.</exception>
    /// <exception cref="InvalidOperationException">The queue was closed in this process.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Put(T item, CancellationToken cancellationToken = default) => _core.Put(item, Deadline.Never, cancellationToken);

    /// <summary>Puts an item at the end; waits for a time while there is no room. Python: <c>put(item, timeout=...)</c>.</summary>
    /// <inheritdoc cref="Put(T, CancellationToken)"/>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">There was no room in this time, and the item was not put. Python: <c>Full</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Put(T item, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!_core.Put(item, Deadline.After(timeout), cancellationToken))
        {
            throw NoRoom(timeout);
        }
    }

    /// <summary>Puts an item at the end if there is room now. Python: <c>put_nowait(item)</c>.</summary>
    /// <returns>Whether it was put.</returns>
    /// <inheritdoc cref="Put(T, CancellationToken)"/>
    public bool TryPut(T item) => TryPut(item, TimeSpan.Zero);

    /// <summary>Puts an item at the end if there is room within a time.</summary>
    /// <returns>Whether it was put.</returns>
    /// <inheritdoc cref="Put(T, TimeSpan, CancellationToken)"/>
    public bool TryPut(T item, TimeSpan timeout, CancellationToken cancellationToken = default) => _core.Put(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Takes the first item; waits while there is none. Python: <c>get()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueCompletedException">There is no item, and none will come: the queue was completed.</exception>
    /// <exception cref="ProtocolException">The item was written by another version of the program. It is lost.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled, and nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">The queue was closed in this process.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Get(CancellationToken cancellationToken = default)
    {
        (_, bool hasItem) = _core.Take(Deadline.Never, Leases, out T item, cancellationToken);
        return hasItem ? item : throw Ended();
    }

    /// <summary>Takes the first item; waits for a time while there is none. Python: <c>get(timeout=...)</c>.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">No item came in this time. Python: <c>Empty</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <inheritdoc cref="Get(CancellationToken)"/>
    public T Get(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        (WaitOutcome outcome, bool hasItem) = _core.Take(Deadline.After(timeout), Leases, out T item, cancellationToken);
        return hasItem ? item : throw (outcome == WaitOutcome.Completed ? Ended() : NoItem(timeout));
    }

    /// <summary>Takes the first item if there is one now. Python: <c>get_nowait()</c>.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one. A queue that has ended has none; <see cref="IsCompleted"/> tells.</returns>
    /// <exception cref="InvalidOperationException">The queue was closed in this process.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryGet([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => TryGet(out item, TimeSpan.Zero);

    /// <summary>Takes the first item if there is one within a time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one; false at once when the queue has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled, and nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">The queue was closed in this process.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryGet([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _core.Take(Deadline.After(timeout), Leases, out item, cancellationToken).HasItem;

    /// <summary>Takes items until the queue has ended.</summary>
    /// <param name="cancellationToken">Ends the wait for the next.</param>
    /// <inheritdoc cref="Get(CancellationToken)"/>
    public IEnumerable<T> GetAll(CancellationToken cancellationToken = default)
    {
        while (TryGet(out T? item, Timeout.InfiniteTimeSpan, cancellationToken))
        {
            yield return item;
        }
    }

    /// <summary>Says that nobody puts any more. Consumers take what is there, and then their waits end. It may be said again.</summary>
    /// <remarks>A put that began before may still put its item, and consumers wait for it.</remarks>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Complete() => Look(static queue =>
    {
        queue.Ring.Complete();
        return 0;
    });

    /// <summary>
    /// This process puts and takes no more through this object; other processes go on, and items that were put stay. Puts and takes of other threads
    /// that wait end with <see cref="InvalidOperationException"/>. A wait for items to be done with goes on. Without effect on one that was disposed of. Python: <c>close()</c>.
    /// </summary>
    public void Close() => Life.Close();

    /// <summary>Closes it in this process, and ends waits of other threads with <see cref="ObjectDisposedException"/>. The last holder anywhere frees the memory.</summary>
    public void Dispose()
    {
        Life.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How full it is, for people and debuggers.</summary>
    public override string ToString()
    {
        string title = $"{ClassName}<{typeof(T).Name}>" + (Name is { } name ? $" '{name}'" : "");
        return Life.IsDisposed ? $"{title} (disposed)" : $"{title} ({Count:N0} of {MaxSize:N0} items{(IsCompleted ? ", completed" : "")})";
    }

    IWaitStep IWaitable.NewWaitStep()
    {
        WatchStep step = new(Life);
        step.TryComplete();
        return step;
    }

    private protected long Look(Func<QueueLife, long> question)
    {
        Life.Enter();
        try
        {
            return question(Life);
        }
        finally
        {
            Life.Leave();
        }
    }

    private static QueueCompletedException Ended() => new("Nothing is in the queue, and nothing will come: it was completed.");

    private TimeoutException NoItem(TimeSpan timeout) => new($"No item came within {timeout}: {this}.");

    private TimeoutException NoRoom(TimeSpan timeout) => new($"There was no room for another item within {timeout}: {this}.");
}
