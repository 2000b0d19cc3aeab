using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>A number of permits of which there are never more than at first. Python: <c>multiprocessing.BoundedSemaphore</c>.</summary>
/// <remarks>
/// It travels to other processes in arguments, results and messages; with a name, any process of the same user can open it. Releasing more than it began with is an error.
/// </remarks>
/// <example><code>using (semaphore.Acquire()) { ... }</code></example>
public sealed unsafe class ProcessBoundedSemaphore : ProcessSemaphoreBase, ISharedObject<ProcessBoundedSemaphore>
{
    /// <summary>Makes a semaphore without a name.</summary>
    /// <param name="initialCount">How many permits there are at first: 0 to 16,777,215.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of this range.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessBoundedSemaphore(int initialCount = 1)
        : this(Make(CellKind.Semaphore, null, initialCount, initialCount))
    {
    }

    private ProcessBoundedSemaphore(SharedReference reference)
        : base(reference)
    {
    }

    /// <summary>Makes a semaphore under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the semaphore open.</param>
    /// <param name="initialCount">How many permits there are at first: 0 to 16,777,215.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the count is out of range.</exception>
    public static ProcessBoundedSemaphore Create(string name, int initialCount = 1) => new(Make(CellKind.Semaphore, NamedArena.Require(name), initialCount, initialCount));

    /// <summary>Opens the semaphore that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no such semaphore.</exception>
    public static ProcessBoundedSemaphore Open(string name) => new(SharedReference.Find(CellKind.Semaphore, SemaphoreWord.Repair, name, Check));

    /// <summary>Opens the semaphore that has a name, or makes it where nothing has the name; then it has this count.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no such semaphore.</exception>
    public static ProcessBoundedSemaphore OpenOrCreate(string name, int initialCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialCount, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initialCount, SemaphoreWord.MaxCount);
        return new(SharedReference.FindOrMake(CellKind.Semaphore, SemaphoreWord.Repair, name, (cell, _) => Fill(cell, initialCount, initialCount), Check));
    }

    void ISharedObject<ProcessBoundedSemaphore>.WriteReference(ref WireWriter writer) => Reference.Write(ref writer);

    static ProcessBoundedSemaphore ISharedObject<ProcessBoundedSemaphore>.ReadReference(ref WireReader reader) =>
        new(SharedReference.Read(ref reader, CellKind.Semaphore, SemaphoreWord.Repair, Check));

    private static string? Check(Cell* cell) => CheckBound(cell, isBounded: true);
}
