using ProcGen.Memory;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>What <see cref="ProcessSemaphore"/> and <see cref="ProcessBoundedSemaphore"/> have in common.</summary>
/// <remarks>
/// The permits that a process holds when it dies come back, as far as the count then does not exceed what the semaphore began with. Permits
/// that one process releases and another acquires, as signals, are nobody's to give back.
/// Acquiring and releasing without waiting makes no system call and allocates nothing. Safe for use from any thread.
/// </remarks>
public abstract unsafe partial class ProcessSemaphoreBase : IDisposable
{
    private readonly SpinHistory _spins = new();
    private readonly int _bound;

    private protected ProcessSemaphoreBase(SharedReference reference)
    {
        Reference = reference;
        _bound = (int)reference.Cell->SecondParameter;
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => Reference.Named?.Name;

    /// <summary>How many permits there are at this moment. Python: <c>get_value()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int CurrentCount
    {
        get
        {
            ThrowIfDisposed();
            int count = SemaphoreWord.CountOf(Volatile.Read(ref Reference.Cell->Word));
            GC.KeepAlive(this);
            return count;
        }
    }

    internal SharedReference Reference { get; }

    /// <summary>Waits for a permit. Python: <c>acquire()</c>.</summary>
    /// <returns>What gives the permit back: <c>using (semaphore.Acquire())</c>.</returns>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public SemaphoreScope Acquire(CancellationToken cancellationToken = default)
    {
        if (!TryTake())
        {
            Wait(Deadline.Never, cancellationToken);
        }

        return new SemaphoreScope(this);
    }

    /// <summary>Waits for a permit, for a time. To go on without it, use <see cref="TryAcquire(TimeSpan, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="Acquire(CancellationToken)"/>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The time is up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public SemaphoreScope Acquire(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryAcquire(timeout, cancellationToken) ? new SemaphoreScope(this) : throw new TimeoutException($"{this} gave no permit within {timeout.TotalSeconds:0.###} s.");

    /// <summary>Takes a permit if there is one. Python: <c>acquire(block=False)</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryAcquire() => TryTake();

    /// <summary>Waits for a permit for a time. Python: <c>acquire(timeout=...)</c>.</summary>
    /// <param name="timeout">How long to wait; zero asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether a permit was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        return TryTake() || Wait(deadline, cancellationToken);
    }

    /// <summary>Gives permits back, or adds some. Python: <c>release()</c>.</summary>
    /// <param name="count">How many: at least 1.</param>
    /// <exception cref="SemaphoreFullException">There would be more permits than there can be; none was added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Release(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfDisposed();
        if (!SemaphoreWord.TryRelease(Reference.Arena, Reference.Index, Reference.Cell, count, _bound))
        {
            throw new SemaphoreFullException($"{this} can have {_bound:N0} permits, and {count:N0} more were released. Was a permit released twice?");
        }

        GC.KeepAlive(this);
    }

    /// <summary>Closes it in this process. Permits that this process still holds come back; the last holder anywhere frees the memory.</summary>
    public void Dispose()
    {
        Reference.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How many permits there are, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"{GetType().Name} '{own}'" : GetType().Name;
        return Reference.IsClosed ? $"{name} (disposed)" : $"{name} ({CurrentCount} of {Reference.Cell->Parameter})";
    }

    private protected static SharedReference Make(CellKind kind, string? name, int initialCount, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialCount, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initialCount, SemaphoreWord.MaxCount);
        return SharedReference.Make(kind, SemaphoreWord.Repair, name, (cell, _) => Fill(cell, initialCount, bound));
    }

    private protected static void Fill(Cell* cell, int initialCount, int bound)
    {
        cell->Parameter = initialCount;
        cell->SecondParameter = bound;
        cell->Word = (ulong)initialCount;
        cell->Flags = bound == SemaphoreWord.MaxCount ? (ushort)0 : (ushort)1;
    }

    private protected static string? CheckBound(Cell* cell, bool isBounded) =>
        cell->Flags != 0 == isBounded ? null : isBounded ? "is a semaphore without a bound" : "is a bounded semaphore";

    private bool TryTake()
    {
        ThrowIfDisposed();
        bool isTaken = SemaphoreWord.TryTake(Reference.Arena, Reference.Index, Reference.Cell);
        GC.KeepAlive(this);
        return isTaken;
    }

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        SemaphoreWord.TakeStep step = new(Reference);
        WaitOutcome outcome = BlockingWait.Run(ref step, _spins, deadline, cancellationToken);
        GC.KeepAlive(this);
        return outcome.IsCompleted(cancellationToken);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Reference.IsClosed, this);
}
