using System.Collections;
using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>A list of fixed length of mixed simple values that processes share. Python: <c>shared_memory.ShareableList</c>.</summary>
/// <remarks>
/// It holds <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>, <see cref="string"/>,
/// <c>byte[]</c> and null. An element may become one of another type; a text or bytes must fit into the room of its place, which is that of the
/// text or the bytes that it was made with, rounded up to 8 bytes, and 8 bytes where it was made with something else, as in Python.
/// Each reading and writing of an element takes the list's lock, so that none is ever seen half written. To change several together, hold it
/// with <see cref="Acquire"/>. It travels to other processes in arguments, results and messages; with a name, any process of the same user can
/// open it. Safe for use from any thread.
/// </remarks>
public sealed unsafe class SharedList : IReadOnlyList<object?>, IDisposable, ISharedObject<SharedList>
{
    private readonly SharedReference _reference;

    /// <summary>Makes a shared list without a name.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentException">An element is of a type that a list cannot hold.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public SharedList(params IEnumerable<object?> elements)
        : this(Make(null, elements))
    {
    }

    private SharedList(SharedReference reference)
    {
        _reference = reference;
        Lock = new ProcessRLock(reference.Duplicate());
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _reference.Named?.Name;

    /// <summary>How many elements it has.</summary>
    public int Count => (int)_reference.Cell->Parameter;

    /// <summary>The lock that guards it.</summary>
    public ProcessRLock Lock { get; }

    private SharedListSlots Slots => new(_reference.Window, Count);

    /// <summary>An element; from the end with <c>list[^1]</c>.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The value is of a type that a list cannot hold, or too long for its place.</exception>
    /// <exception cref="InvalidDataException">A process died while it wrote the element.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public object? this[int index]
    {
        get
        {
            using (Lock.Acquire())
            {
                return Slots.Get(index);
            }
        }

        set
        {
            using (Lock.Acquire())
            {
                Slots.Set(index, value);
            }
        }
    }

    /// <summary>Makes a shared list under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the list open.</param>
    /// <param name="elements">The elements.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or an element is of a type that a list cannot hold.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public static SharedList Create(string name, params IEnumerable<object?> elements) => new(Make(NamedArena.Require(name), elements));

    /// <summary>Opens the list that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no list.</exception>
    public static SharedList Open(string name) => new(SharedReference.Find(CellKind.List, LockWord.Repair, name));

    /// <summary>Another list with the same elements, which shares nothing with this one.</summary>
    /// <param name="name">Its name, or null for none.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public SharedList Copy(string? name = null) => new(Make(name, ToArray()));

    /// <summary>The place of the first element that is equal to a value. Python: <c>index(value)</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its place, or -1.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int IndexOf(object? value) => Array.FindIndex(ToArray(), element => AreEqual(element, value));

    /// <summary>How many elements are equal to a value. Python: <c>count(value)</c>.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int CountOf(object? value) => ToArray().Count(element => AreEqual(element, value));

    /// <summary>The elements as they are at one moment.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public object?[] ToArray()
    {
        using (Lock.Acquire())
        {
            object?[] copy = new object?[Count];
            for (int i = 0; i < copy.Length; i++)
            {
                copy[i] = Slots.Get(i);
            }

            return copy;
        }
    }

    /// <summary>Acquires the lock that guards the list.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LockScope Acquire(CancellationToken cancellationToken = default) => Lock.Acquire(cancellationToken);

    /// <summary>Goes through the elements as they are at one moment.</summary>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes it in this process. The last holder anywhere frees the memory.</summary>
    public void Dispose()
    {
        Lock.Dispose();
        _reference.Dispose();
    }

    /// <summary>Its length, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"SharedList '{own}'" : "SharedList";
        return _reference.IsClosed ? $"{name} (disposed)" : $"{name} ({Count:N0} elements)";
    }

    void ISharedObject<SharedList>.WriteReference(ref WireWriter writer) => _reference.Write(ref writer);

    static SharedList ISharedObject<SharedList>.ReadReference(ref WireReader reader) => new(SharedReference.Read(ref reader, CellKind.List, LockWord.Repair));

    private static SharedReference Make(string? name, IEnumerable<object?> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        object?[] given = [.. elements];

        // An empty list has a window, too: there are no two ways to be a list.
        return SharedReference.Make(CellKind.List, LockWord.Repair, name, Fill, Math.Max(1, SharedListSlots.Measure(given)));

        void Fill(Cell* cell, byte* window)
        {
            cell->Parameter = given.Length;
            new SharedListSlots(window, given.Length).Fill(given);
        }
    }

    private static bool AreEqual(object? element, object? value) =>
        element is byte[] bytes && value is byte[] other ? bytes.AsSpan().SequenceEqual(other) : Equals(element, value);
}
