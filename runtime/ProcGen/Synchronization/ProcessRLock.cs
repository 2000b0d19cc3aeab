using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>A lock whose holder may acquire it again, and then has to release it as often. Python: <c>multiprocessing.RLock</c>.</summary>
/// <remarks>
/// The holder is a thread. With the asynchronous members it is the flow that awaits, on whatever thread it goes on; tasks that it starts while
/// it holds the lock count as part of it. Only the holder may release it. It travels to other processes in arguments, results and messages;
/// with a name, any process of the same user can open it.
/// </remarks>
/// <example><code>using (theLock.Acquire()) { ... }</code></example>
public sealed unsafe class ProcessRLock : ProcessLockBase, ISharedObject<ProcessRLock>
{
    /// <summary>Makes a lock without a name.</summary>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessRLock()
        : this(SharedReference.Make(CellKind.ReentrantLock, LockWord.Repair, null, static (_, _) => { }))
    {
    }

    // Also for the lock that guards a value, an array or a condition and lies in its cell.
    internal ProcessRLock(SharedReference reference)
        : base(reference)
    {
    }

    internal override bool IsHeldHere => Volatile.Read(ref OpenCell->LockHolder) == Holder(FlowOfControl.Current);

    /// <summary>Makes a lock under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the lock open.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL.</exception>
    public static ProcessRLock Create(string name) => new(SharedReference.Make(CellKind.ReentrantLock, LockWord.Repair, NamedArena.Require(name), static (_, _) => { }));

    /// <summary>Opens the lock that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no re-entrant lock.</exception>
    public static ProcessRLock Open(string name) => new(SharedReference.Find(CellKind.ReentrantLock, LockWord.Repair, name));

    /// <summary>Opens the lock that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no re-entrant lock.</exception>
    public static ProcessRLock OpenOrCreate(string name) => new(SharedReference.FindOrMake(CellKind.ReentrantLock, LockWord.Repair, name, static (_, _) => { }));

    /// <inheritdoc/>
    /// <exception cref="SynchronizationLockException">This thread or flow does not hold it.</exception>
    public override void Release() => Release(FlowOfControl.Current);

    internal override void Release(int flow)
    {
        Cell* cell = OpenCell;
        if (Volatile.Read(ref cell->LockHolder) != Holder(flow))
        {
            throw new SynchronizationLockException($"{this} was released by a thread or flow that does not hold it.");
        }

        if (cell->LockDepth > 0)
        {
            cell->LockDepth--;
        }
        else
        {
            if (!LockWord.TryFreeOwn(cell, Token))
            {
                LockWord.TryFree(cell);
            }

            FlowOfControl.Forget();
        }

        GC.KeepAlive(this);
    }

    void ISharedObject<ProcessRLock>.WriteReference(ref WireWriter writer) => Reference.Write(ref writer);

    // It may be the lock of a condition, a value, an array or a list: then the cell is theirs.
    static ProcessRLock ISharedObject<ProcessRLock>.ReadReference(ref WireReader reader) =>
        new(SharedReference.Read(ref reader, CellKind.None, OwnLockRepair.Instance, static cell => OwnLockRepair.HasLock(cell->Kind) ? null : $"is a {cell->Kind} and has no re-entrant lock"));

    private protected override int FlowOfCaller(bool isAsynchronous)
    {
        if (isAsynchronous && !IsHeldHere)
        {
            FlowOfControl.BecomeAsynchronous();
        }

        return FlowOfControl.Current;
    }

    private protected override bool TryTake(int flow)
    {
        Cell* cell = FastCell;
        ulong holder = Holder(flow);
        bool isTaken;
        if (Volatile.Read(ref cell->LockHolder) == holder)
        {
            cell->LockDepth++;
            isTaken = true;
        }
        else
        {
            isTaken = LockWord.TryTake(cell, Token, holder);
        }

        GC.KeepAlive(this);
        return isTaken;
    }

    private protected override string DescribeDepth(uint depth) => $", {depth + 1} deep";
}
