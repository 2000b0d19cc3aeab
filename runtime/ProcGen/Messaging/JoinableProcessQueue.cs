using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>A queue whose consumers say when they are done with an item, so that others can wait until all is done. Python: <c>multiprocessing.JoinableQueue</c>.</summary>
/// <remarks>
/// Whoever takes an item calls <see cref="TaskDone"/> when it is done with it. An item whose consumer died before counts as done, or goes back to
/// the queue where <see cref="Redeliver"/> is set: it comes next then, and may have been worked on in part. At most 1,024 items may be taken
/// and not done with at the same time; beyond that, puts wait.
/// <para>What holds of <see cref="ProcessQueue{T}"/> holds here as well.</para>
/// </remarks>
/// <typeparam name="T">The items: any type that crosses.</typeparam>
public sealed unsafe class JoinableProcessQueue<T> : ProcessQueueBase<T>, ISharedObject<JoinableProcessQueue<T>>
{
    private readonly QueueLeases _leases = new();
    private readonly SpinHistory _joinSpins = new();

    /// <summary>Makes a queue without a name.</summary>
    /// <inheritdoc cref="ProcessQueue{T}(int)"/>
    public JoinableProcessQueue(int maxSize = ProcessQueue<T>.DefaultMaxSize)
        : base(QueueCore<T>.Make(null, maxSize, QueueFlags.Joinable))
    {
    }

    private JoinableProcessQueue(SharedReference reference)
        : base(reference)
    {
    }

    /// <summary>Whether an item whose consumer died, exited or disposed of the queue before <see cref="TaskDone"/> goes back to the queue. Otherwise it counts as done.</summary>
    /// <remarks>The queue then ends for a consumer only when no other consumer has an item that could go back.</remarks>
    public bool Redeliver
    {
        get => Look(static queue => QueueFlags.IsRedelivering(queue.Cell) ? 1 : 0) != 0;
        init
        {
            // Nobody else has it yet.
            if (value)
            {
                Life.Cell->Flags |= QueueFlags.Redelivering;
            }
            else
            {
                Life.Cell->Flags &= unchecked((ushort)~QueueFlags.Redelivering);
            }
        }
    }

    private protected override QueueLeases Leases => _leases;

    private protected override string ClassName => "JoinableProcessQueue";

#pragma warning disable CA1000 // The type argument says what it carries: ProcessQueue<Row>.Open reads as what it does.
    /// <summary>Makes a queue under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the queue open.</param>
    /// <param name="maxSize">How many items can wait in it: 1 to 524,288.</param>
    /// <param name="redeliver">See <see cref="Redeliver"/>.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the size is out of range.</exception>
    public static JoinableProcessQueue<T> Create(string name, int maxSize = ProcessQueue<T>.DefaultMaxSize, bool redeliver = false) =>
        new(QueueCore<T>.Make(NamedArena.Require(name), maxSize, Flags(redeliver)));

    /// <summary>Opens the queue that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no such queue.</exception>
    public static JoinableProcessQueue<T> Open(string name) => new(QueueCore<T>.Find(name, QueueFlags.Joinable));

    /// <summary>Opens the queue that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no such queue, or one of another size.</exception>
    public static JoinableProcessQueue<T> OpenOrCreate(string name, int maxSize = ProcessQueue<T>.DefaultMaxSize, bool redeliver = false) =>
        new(QueueCore<T>.FindOrMake(name, maxSize, Flags(redeliver)));
#pragma warning restore CA1000

    /// <summary>Says that this process is done with an item that it took: the first that this thread took, or else the first of all. Python: <c>task_done()</c>.</summary>
    /// <exception cref="InvalidOperationException">This process has taken no item with which it is not done.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void TaskDone() => Look(queue =>
    {
        if (!_leases.TryRemove(out int block))
        {
            throw new InvalidOperationException("TaskDone was called more often than items were taken from the queue through this object. Call it once for each item, where the item was taken.");
        }

        queue.Free(block);
        return 0;
    });

    /// <summary>Waits until every item that was put is done with. Python: <c>join()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Join(CancellationToken cancellationToken = default) => Join(Deadline.Never, cancellationToken);

    /// <summary>Waits until every item that was put is done with, for a time.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether all are done with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <inheritdoc cref="Join(CancellationToken)"/>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) => Join(Deadline.After(timeout), cancellationToken);

    /// <summary>Like <see cref="Join(CancellationToken)"/>, without holding a thread.</summary>
    public Task JoinAsync(CancellationToken cancellationToken = default) => WaitUntilDoneAsync(Deadline.Never, cancellationToken);

    /// <summary>Like <see cref="Join(TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    public Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => WaitUntilDoneAsync(Deadline.After(timeout), cancellationToken);

    void ISharedObject<JoinableProcessQueue<T>>.WriteReference(ref WireWriter writer) => Life.Reference.Write(ref writer);

    static JoinableProcessQueue<T> ISharedObject<JoinableProcessQueue<T>>.ReadReference(ref WireReader reader) => new(QueueCore<T>.Read(ref reader, QueueFlags.Joinable));

    private static ushort Flags(bool redeliver) => redeliver ? (ushort)(QueueFlags.Joinable | QueueFlags.Redelivering) : QueueFlags.Joinable;

    private bool Join(Deadline deadline, CancellationToken cancellationToken)
    {
        Life.Enter();
        try
        {
            DoneStep step = new(Life);
            return BlockingWait.Run(ref step, _joinSpins, deadline, cancellationToken).IsCompleted(cancellationToken);
        }
        finally
        {
            Life.Leave();
        }
    }
}
