using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen;

/// <summary>A queue with a bound, between processes. Python: <c>multiprocessing.Queue</c> and <c>SimpleQueue</c>.</summary>
/// <inheritdoc/>
/// <example>
/// <code>
/// using var rows = new ProcessQueue&lt;Row&gt;(100);
/// using var reader = new Jobs.ReadProcess(path, rows);
/// reader.Start();
/// await foreach (Row row in rows.GetAllAsync()) { ... }   // until the reader has called rows.Complete()
/// </code>
/// </example>
public sealed class ProcessQueue<T> : ProcessQueueBase<T>, ISharedObject<ProcessQueue<T>>
{
    /// <summary>How many items a queue holds unless told otherwise: 1,024.</summary>
    public const int DefaultMaxSize = 1024;

    /// <summary>Makes a queue without a name.</summary>
    /// <param name="maxSize">How many items can wait in it: 1 to 524,288.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of this range.</exception>
    /// <exception cref="NotSupportedException">It is not known how items of this type are written: no target of the program takes or gives such a queue.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessQueue(int maxSize = DefaultMaxSize)
        : base(QueueCore<T>.Make(null, maxSize, 0))
    {
    }

    private ProcessQueue(SharedReference reference)
        : base(reference)
    {
    }

#pragma warning disable CA1000 // The type argument says what it carries: ProcessQueue<Row>.Open reads as what it does.
    /// <summary>Makes a queue under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the queue open.</param>
    /// <param name="maxSize">How many items can wait in it: 1 to 524,288.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the size is out of range.</exception>
    public static ProcessQueue<T> Create(string name, int maxSize = DefaultMaxSize) => new(QueueCore<T>.Make(NamedArena.Require(name), maxSize, 0));

    /// <summary>Opens the queue that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no such queue.</exception>
    public static ProcessQueue<T> Open(string name) => new(QueueCore<T>.Find(name, 0));

    /// <summary>Opens the queue that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no such queue, or one of another size.</exception>
    public static ProcessQueue<T> OpenOrCreate(string name, int maxSize = DefaultMaxSize) => new(QueueCore<T>.FindOrMake(name, maxSize, 0));
#pragma warning restore CA1000

    void ISharedObject<ProcessQueue<T>>.WriteReference(ref WireWriter writer) => Life.Reference.Write(ref writer);

    static ProcessQueue<T> ISharedObject<ProcessQueue<T>>.ReadReference(ref WireReader reader) => new(QueueCore<T>.Read(ref reader, 0));
}
