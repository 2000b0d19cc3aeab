using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>A lock that one process at a time can hold. Python: <c>multiprocessing.Lock</c>.</summary>
/// <remarks>
/// It is not re-entrant: who acquires it twice waits for itself. As in Python, another thread or process than the one that acquired it may
/// release it. It travels to other processes in arguments, results and messages; with a name, any process of the same user can open it.
/// </remarks>
/// <example><code>using (theLock.Acquire()) { ... }</code></example>
public sealed unsafe class ProcessLock : ProcessLockBase, ISharedObject<ProcessLock>
{
    /// <summary>Makes a lock without a name.</summary>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessLock()
        : this(SharedReference.Make(CellKind.Lock, LockWord.Repair, null, static (_, _) => { }))
    {
    }

    private ProcessLock(SharedReference reference)
        : base(reference)
    {
    }

    // What was acquired asynchronously is held by whatever thread goes on.
    internal override bool IsHeldHere => Volatile.Read(ref OpenCell->LockHolder) is var holder && (holder == Holder(Environment.CurrentManagedThreadId) || holder == Holder(-1));

    /// <summary>Makes a lock under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the lock open.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL.</exception>
    public static ProcessLock Create(string name) => new(SharedReference.Make(CellKind.Lock, LockWord.Repair, NamedArena.Require(name), static (_, _) => { }));

    /// <summary>Opens the lock that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no lock.</exception>
    public static ProcessLock Open(string name) => new(SharedReference.Find(CellKind.Lock, LockWord.Repair, name));

    /// <summary>Opens the lock that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no lock.</exception>
    public static ProcessLock OpenOrCreate(string name) => new(SharedReference.FindOrMake(CellKind.Lock, LockWord.Repair, name, static (_, _) => { }));

    /// <inheritdoc/>
    public override void Release()
    {
        if (LockWord.TryFreeOwn(FastCell, Token))
        {
            GC.KeepAlive(this);
        }
        else
        {
            ReleaseSlowly();
        }
    }

    // Another process holds it, its last holder died, or something is wrong. Not part of the fast way, which is short enough to be inlined without it.
    private void ReleaseSlowly()
    {
        if (!LockWord.TryFree(OpenCell))
        {
            throw new SynchronizationLockException($"{this} was released and is not held. Was it released twice?");
        }

        GC.KeepAlive(this);
    }

    void ISharedObject<ProcessLock>.WriteReference(ref WireWriter writer) => Reference.Write(ref writer);

    static ProcessLock ISharedObject<ProcessLock>.ReadReference(ref WireReader reader) => new(SharedReference.Read(ref reader, CellKind.Lock, LockWord.Repair));

    internal override void Release(int flow) => Release();

    // Any thread may release it: the flow is noted for people and for those who ask whether they hold it.
    private protected override int FlowOfCaller(bool isAsynchronous) => isAsynchronous ? -1 : Environment.CurrentManagedThreadId;

    private protected override bool TryTake(int flow)
    {
        bool isTaken = LockWord.TryTake(FastCell, Token, Holder(flow));
        GC.KeepAlive(this);
        return isTaken;
    }

    private protected override string DescribeDepth(uint depth) => "";
}
