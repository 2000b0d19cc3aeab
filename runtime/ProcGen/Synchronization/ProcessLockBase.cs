using System.Runtime.CompilerServices;
using ProcGen.Memory;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>What <see cref="ProcessLock"/> and <see cref="ProcessRLock"/> have in common.</summary>
/// <remarks>
/// When a process dies that holds the lock, the next that acquires it has it and is told: <see cref="WasAbandoned"/> is true as long as it
/// holds the lock, since what the lock guards may be half changed. A process that is only stopped keeps what it holds.
/// Acquiring and releasing a lock that nobody else wants makes no system call and allocates nothing. Safe for use from any thread.
/// </remarks>
public abstract unsafe partial class ProcessLockBase : IDisposable
{
    // Where a disposed lock looks: always taken, by nobody.
    private static readonly Cell* Nowhere = MakeNowhere();

    private readonly SpinHistory _spins = new();
    private readonly uint _token;
    private Cell* _cell;

    private protected ProcessLockBase(SharedReference reference)
    {
        Reference = reference;
        _token = reference.Arena.Token;
        _cell = reference.Cell;
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => Reference.Named?.Name;

    /// <summary>Whether anybody holds it at this moment.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsLocked => LockWord.OwnerOf(Volatile.Read(ref OpenCell->LockWord)) != 0;

    /// <summary>
    /// Whether this process holds it and got it after its holder had died: then look whether what it guards is whole. False again once it is released.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool WasAbandoned => Volatile.Read(ref OpenCell->LockWord) == (_token | LockWord.Abandoned);

    internal SharedReference Reference { get; }

    /// <summary>Whether this process holds it; for a re-entrant lock, whether this flow of control does.</summary>
    internal abstract bool IsHeldHere { get; }

    private protected uint Token => _token;

    private protected Cell* OpenCell
    {
        get
        {
            ObjectDisposedException.ThrowIf(Reference.IsClosed, this);
            return Reference.Cell;
        }
    }

    // Not checked: a disposed lock's is one that cannot be taken.
    private protected Cell* FastCell => _cell;

    /// <summary>Waits until this process has the lock. Python: <c>acquire()</c>.</summary>
    /// <returns>What releases it: <c>using (theLock.Acquire())</c>.</returns>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; this process does not have the lock by it.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LockScope Acquire(CancellationToken cancellationToken = default)
    {
        // Inlined where the lock's class is known, which is sealed, there is no virtual call left in it.
        int flow = FlowOfCaller(isAsynchronous: false);
        if (!TryTake(flow))
        {
            Wait(flow, Deadline.Never, cancellationToken);
        }

        return new LockScope(this, flow);
    }

    /// <summary>Waits until this process has the lock, for a time. To go on without it, use <see cref="TryAcquire(TimeSpan, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="Acquire(CancellationToken)"/>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The time is up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public LockScope Acquire(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryAcquire(timeout, cancellationToken) ? new LockScope(this, FlowOfCaller(isAsynchronous: false)) : throw TimedOut(timeout);

    /// <summary>Takes the lock if that can be done at once. Python: <c>acquire(block=False)</c>.</summary>
    /// <returns>Whether this process has it now.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryAcquire()
    {
        int flow = FlowOfCaller(isAsynchronous: false);
        return TryTake(flow) || Wait(flow, new Deadline(0), default);
    }

    /// <summary>Waits for the lock for a time. Python: <c>acquire(timeout=...)</c>.</summary>
    /// <param name="timeout">How long to wait; zero asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether this process has it now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        int flow = FlowOfCaller(isAsynchronous: false);
        return TryTake(flow) || Wait(flow, deadline, cancellationToken);
    }

    /// <summary>Releases the lock. Python: <c>release()</c>.</summary>
    /// <exception cref="SynchronizationLockException">It is not held.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public abstract void Release();

    /// <summary>Closes it in this process. What this process still holds is released as abandoned; the last holder anywhere frees the memory.</summary>
    public void Dispose()
    {
        _cell = Nowhere;
        Reference.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Who holds it, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"{GetType().Name} '{own}'" : GetType().Name;
        return Reference.IsClosed ? $"{name} (disposed)" : $"{name} ({DescribeState()})";
    }

    /// <summary>Frees it so that the next holder, too, is told that it was abandoned.</summary>
    internal void ReleaseAsAbandoned()
    {
        LockWord.TryFree(OpenCell, LockWord.Abandoned);
        GC.KeepAlive(this);
    }

    /// <summary>Releases what a scope acquired, whichever flow of control disposes of it.</summary>
    internal abstract void Release(int flow);

    /// <summary>Gives the lock up whatever its depth, for a condition's wait. The caller holds it.</summary>
    internal LockHold ReleaseAll()
    {
        Cell* cell = OpenCell;
        LockHold hold = new((int)cell->LockHolder, cell->LockDepth);
        LockWord.TryFree(cell);
        return hold;
    }

    /// <summary>Takes the lock again after <see cref="ReleaseAll"/>, as it was.</summary>
    internal void TakeAgain(LockHold hold)
    {
        if (!TryTake(hold.Flow))
        {
            Wait(hold.Flow, Deadline.Never, default);
        }

        SetDepth(hold.Depth);
    }

    /// <summary>Takes the lock if it is free, or deepens it where that is meant to be.</summary>
    private protected abstract bool TryTake(int flow);

    /// <summary>A number for the caller's flow of control: positive for a thread, negative for what awaits.</summary>
    private protected abstract int FlowOfCaller(bool isAsynchronous);

    /// <summary>What is noted beside the word about who holds it.</summary>
    private protected ulong Holder(int flow) => ((ulong)_token << 32) | (uint)flow;

    private protected abstract string DescribeDepth(uint depth);

    private static Cell* MakeNowhere()
    {
        Cell* cell = (Cell*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(Cell));
        cell->LockWord = ~0u;
        return cell;
    }

    private void SetDepth(uint depth) => Reference.Cell->LockDepth = depth;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Wait(int flow, Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Reference.IsClosed, this);
        LockWord.TakeStep step = new(Reference, Holder(flow));
        WaitOutcome outcome = BlockingWait.Run(ref step, _spins, deadline, cancellationToken);
        GC.KeepAlive(this);
        return outcome.IsCompleted(cancellationToken);
    }

    private Task<(WaitOutcome Outcome, LockWord.TakeStep Step)> StartWait(int flow, Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Reference.IsClosed, this);
        return AsyncWait.Run(new LockWord.TakeStep(Reference, Holder(flow)), deadline, cancellationToken);
    }

    private TimeoutException TimedOut(TimeSpan timeout) => new($"{this} was not to be had within {timeout.TotalSeconds:0.###} s.");

    private string DescribeState()
    {
        Cell* cell = Reference.Cell;
        uint word = Volatile.Read(ref cell->LockWord);
        uint owner = LockWord.OwnerOf(word);
        string told = (word & LockWord.Abandoned) != 0 ? ", abandoned by one that died" : "";
        if (owner == 0)
        {
            return $"free{told}";
        }

        ulong holder = Volatile.Read(ref cell->LockHolder);
        string flow = owner == _token && (uint)(holder >> 32) == owner ? $", {DescribeFlow((int)holder)}" : "";
        return $"held by {Reference.Arena.Describe(owner) ?? "a process that died"}{flow}{DescribeDepth(cell->LockDepth)}{told}";
    }

    private static string DescribeFlow(int flow) =>
        flow == Environment.CurrentManagedThreadId ? "this thread" : flow < 0 ? "an asynchronous flow" : $"thread {flow}";
}
