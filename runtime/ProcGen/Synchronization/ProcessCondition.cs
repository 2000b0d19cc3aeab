using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>Lets processes wait, under a lock, until others have changed something. Python: <c>multiprocessing.Condition</c>.</summary>
/// <remarks>
/// A notify wakes those that have waited longest. When one of them dies before it has the lock again, the next gets its notify: no notify is
/// swallowed by a death, and at worst one more waiter wakes than was asked for. So wait in a loop, or with <c>WaitFor</c>, which is one.
/// When a process dies that holds the lock, the next holder is told (<see cref="ProcessLockBase.WasAbandoned"/> of <see cref="Lock"/>).
/// It travels to other processes in arguments, results and messages, with its lock. Safe for use from any thread.
/// </remarks>
/// <example><code>
/// using (condition.Acquire()) { condition.WaitFor(() => numbers[0] > 10); }
/// using (condition.Acquire()) { numbers[0]++; condition.NotifyAll(); }
/// </code></example>
public sealed unsafe partial class ProcessCondition : IDisposable, ISharedObject<ProcessCondition>
{
    private readonly SharedReference _reference;
    private readonly SpinHistory _spins = new();
    private readonly bool _ownsLock;

    /// <summary>Makes a condition without a name.</summary>
    /// <param name="theLock">The lock to use; null for a re-entrant one of its own.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessCondition(ProcessLockBase? theLock = null)
        : this(Make(null), theLock)
    {
    }

    private ProcessCondition(SharedReference reference, ProcessLockBase? theLock)
    {
        _reference = reference;
        _ownsLock = theLock is null;
        Lock = theLock ?? new ProcessRLock(reference.Duplicate());
    }

    /// <summary>The lock under which to wait and to notify.</summary>
    public ProcessLockBase Lock { get; }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _reference.Named?.Name;

    /// <summary>How many wait at this moment.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int WaitingCount => Nodes.CountWaiting();

    private ConditionNodes Nodes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
            return new ConditionNodes(_reference.Arena, _reference.Index);
        }
    }

    /// <summary>Makes a condition with a lock of its own under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the condition open.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL.</exception>
    public static ProcessCondition Create(string name) => new(Make(NamedArena.Require(name)), null);

    /// <summary>Opens the condition that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no condition.</exception>
    public static ProcessCondition Open(string name) => new(SharedReference.Find(CellKind.Condition, ConditionNodes.Repair, name), null);

    /// <summary>Opens the condition that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no condition.</exception>
    public static ProcessCondition OpenOrCreate(string name) => new(
        SharedReference.FindOrMake(CellKind.Condition, ConditionNodes.Repair, name, Fill, null, ConditionNodes.WindowLength, Environment.SystemPageSize),
        null);

    /// <inheritdoc cref="ProcessLockBase.Acquire(CancellationToken)"/>
    public LockScope Acquire(CancellationToken cancellationToken = default) => Lock.Acquire(cancellationToken);

    /// <inheritdoc cref="ProcessLockBase.AcquireAsync(CancellationToken)"/>
    public ValueTask<LockScope> AcquireAsync(CancellationToken cancellationToken = default) => Lock.AcquireAsync(cancellationToken);

    /// <inheritdoc cref="ProcessLockBase.Release()"/>
    public void Release() => Lock.Release();

    /// <summary>Releases the lock, waits until it is notified, and has the lock again when it returns. Python: <c>wait()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; the lock is held again before this throws.</param>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Wait(CancellationToken cancellationToken = default) => Wait(Deadline.Never, cancellationToken);

    /// <summary>Releases the lock, waits until it is notified or the time is up, and has the lock again when it returns. Python: <c>wait(timeout)</c>.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    /// <param name="timeout">How long to wait for the notify, not for the lock; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <param name="cancellationToken">Ends the wait; the lock is held again before this throws.</param>
    /// <returns>Whether it was notified.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) => Wait(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until something is so, looking again whenever it is notified. Python: <c>wait_for(predicate)</c>.</summary>
    /// <param name="predicate">What is to be so; called under the lock.</param>
    /// <param name="cancellationToken">Ends the wait; the lock is held again before this throws.</param>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public void WaitFor(Func<bool> predicate, CancellationToken cancellationToken = default) => WaitFor(predicate, Deadline.Never, cancellationToken);

    /// <summary>Waits until something is so or the time is up. Python: <c>wait_for(predicate, timeout)</c>.</summary>
    /// <param name="predicate">What is to be so; called under the lock.</param>
    /// <param name="timeout">How long to wait in all; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <param name="cancellationToken">Ends the wait; the lock is held again before this throws.</param>
    /// <returns>What the predicate said last.</returns>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool WaitFor(Func<bool> predicate, TimeSpan timeout, CancellationToken cancellationToken = default) => WaitFor(predicate, Deadline.After(timeout), cancellationToken);

    /// <summary>Wakes those that have waited longest. Python: <c>notify(n)</c>.</summary>
    /// <param name="count">How many at the most: at least 1.</param>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Notify(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowUnlessHeld("notified");
        Nodes.Notify(count);
        GC.KeepAlive(this);
    }

    /// <summary>Wakes all that wait. Python: <c>notify_all()</c>.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>Closes it in this process, with its lock if that is its own. The last holder anywhere frees the memory.</summary>
    public void Dispose()
    {
        if (_ownsLock)
        {
            Lock.Dispose();
        }

        _reference.Dispose();
    }

    /// <summary>How many wait, and who holds the lock, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"ProcessCondition '{own}'" : "ProcessCondition";
        return _reference.IsClosed ? $"{name} (disposed)" : $"{name} ({WaitingCount} waiting, {Lock})";
    }

    void ISharedObject<ProcessCondition>.WriteReference(ref WireWriter writer)
    {
        _reference.Write(ref writer);
        LockReference.Write(ref writer, _ownsLock ? null : Lock);
    }

    static ProcessCondition ISharedObject<ProcessCondition>.ReadReference(ref WireReader reader) =>
        new(SharedReference.Read(ref reader, CellKind.Condition, ConditionNodes.Repair), LockReference.Read(ref reader));

    private static SharedReference Make(string? name) =>
        SharedReference.Make(CellKind.Condition, ConditionNodes.Repair, name, Fill, ConditionNodes.WindowLength, Environment.SystemPageSize);

    private static void Fill(Cell* cell, byte* window) => cell->Parameter = Environment.SystemPageSize;

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        (int node, LockHold hold, ConditionNodes.WaitStep step) = Begin();
        WaitOutcome outcome = BlockingWait.Run(ref step, _spins, deadline, cancellationToken);
        FaultPoints.Pass(FaultPoint.ConditionNotified);
        Lock.TakeAgain(hold);
        return End(node, outcome, cancellationToken);
    }

    private (int Node, LockHold Hold, Task<(WaitOutcome Outcome, ConditionNodes.WaitStep Step)> Wait) BeginAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        (int node, LockHold hold, ConditionNodes.WaitStep step) = Begin();
        return (node, hold, AsyncWait.Run(step, deadline, cancellationToken));
    }

    private (int Node, LockHold Hold, ConditionNodes.WaitStep Step) Begin()
    {
        ThrowUnlessHeld("waited for");
        int node = Nodes.Claim();
        LockHold hold = Lock.ReleaseAll();
        FaultPoints.Pass(FaultPoint.ConditionUnlocked);
        return (node, hold, new ConditionNodes.WaitStep(_reference, node));
    }

    private bool End(int node, WaitOutcome outcome, CancellationToken cancellationToken)
    {
        FaultPoints.Pass(FaultPoint.ConditionRelocked);
        if (outcome == WaitOutcome.Completed)
        {
            Nodes.Free(node);
        }

        GC.KeepAlive(this);
        return outcome.IsCompleted(cancellationToken);
    }

    private bool WaitFor(Func<bool> predicate, Deadline deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ThrowUnlessHeld("waited for");
        bool isSo;
        while (!(isSo = predicate()) && !deadline.HasPassed)
        {
            Wait(deadline, cancellationToken);
        }

        return isSo;
    }

    private void ThrowUnlessHeld(string what)
    {
        ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
        if (!Lock.IsHeldHere)
        {
            throw new SynchronizationLockException($"{this} was {what} by one that does not hold its lock. Acquire it first: using (condition.Acquire()).");
        }
    }
}
