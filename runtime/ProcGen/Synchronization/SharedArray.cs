using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>An array that processes share. Python: <c>multiprocessing.Array</c>, and <c>RawArray</c> with <see cref="LockChoice.None"/>.</summary>
/// <remarks>
/// Elements are read and written where they lie: no copy, no lock. Guard what must go together with <see cref="Acquire"/>, or change single
/// numbers with <see cref="Add"/>, <see cref="Exchange"/> and <see cref="CompareExchange"/>, which are atomic among all processes.
/// It travels to other processes in arguments, results and messages; with a name, any process of the same user can open it.
/// Dispose of it when no span of it is in use any more: a span does not keep the memory. Safe for use from any thread.
/// </remarks>
/// <typeparam name="T">A type without references.</typeparam>
public sealed unsafe class SharedArray<T> : IDisposable, ISharedObject<SharedArray<T>>
    where T : unmanaged
{
    private readonly SharedElements<T> _elements;
    private readonly T* _first;
    private readonly int _length;

    /// <summary>Makes a shared array of zeros, without a name.</summary>
    /// <param name="length">How many elements: not negative.</param>
    /// <param name="theLock">Whether it has a lock of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public SharedArray(int length, LockChoice theLock = LockChoice.Own)
        : this(Make(null, length, [], theLock))
    {
    }

    /// <summary>Makes a shared array from elements, without a name.</summary>
    /// <param name="elements">The elements; they are copied.</param>
    /// <param name="theLock">Whether it has a lock of its own.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public SharedArray(ReadOnlySpan<T> elements, LockChoice theLock = LockChoice.Own)
        : this(Make(null, elements.Length, elements, theLock))
    {
    }

    /// <summary>Makes a shared array of zeros, without a name, that is guarded by a lock which other things share.</summary>
    /// <param name="length">How many elements: not negative.</param>
    /// <param name="theLock">The lock; it travels with the array.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public SharedArray(int length, ProcessLockBase theLock)
        : this(Make(null, length, [], LockChoice.Own, theLock ?? throw new ArgumentNullException(nameof(theLock))))
    {
    }

    /// <summary>Makes a shared array from elements, without a name, that is guarded by a lock which other things share.</summary>
    /// <param name="elements">The elements; they are copied.</param>
    /// <param name="theLock">The lock; it travels with the array.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public SharedArray(ReadOnlySpan<T> elements, ProcessLockBase theLock)
        : this(Make(null, elements.Length, elements, LockChoice.Own, theLock ?? throw new ArgumentNullException(nameof(theLock))))
    {
    }

    private SharedArray(SharedElements<T> elements)
    {
        _elements = elements;
        _first = (T*)elements.First;
        _length = elements.Count;
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _elements.Reference.Named?.Name;

    /// <summary>How many elements it has.</summary>
    public int Length => _length;

    /// <summary>The lock that guards it: its own, the given one, or null. Python: <c>get_lock()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ProcessLockBase? Lock => _elements.Lock;

    /// <summary>All elements, where they lie. Python: <c>get_obj()</c>, and slices of it.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Span<T> Span
    {
        get
        {
            ThrowIfDisposed();
            _elements.Reference.HasGivenSpan = true;
            return new Span<T>(_first, _length);
        }
    }

    /// <summary>An element, where it lies: it can be read, written, and given to <see cref="Interlocked"/> by reference.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ref T this[int index]
    {
        get
        {
            T* element = At(index);
            _elements.Reference.HasGivenSpan = true;
            return ref *element;
        }
    }

    /// <summary>Makes a shared array of zeros with a lock of its own under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the array open.</param>
    /// <param name="length">How many elements: not negative.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the length is negative.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
#pragma warning disable CA1000 // The type argument says what is shared: SharedArray<int>.Open reads as what it does.
    public static SharedArray<T> Create(string name, int length) => new(Make(NamedArena.Require(name), length, [], LockChoice.Own));

    /// <summary>Opens the array that has a name; it has the length that it was made with.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no array of this type.</exception>
    public static SharedArray<T> Open(string name) => new(SharedElements<T>.Find(CellKind.Array, name));

    /// <summary>Opens the array that has a name, or makes one, of zeros, where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no array of this type and length.</exception>
    public static SharedArray<T> OpenOrCreate(string name, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(SharedElements<T>.FindOrMake(CellKind.Array, name, length));
    }
#pragma warning restore CA1000

    /// <summary>Adds to an element in one step, whatever the lock.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="amount">What is added.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no number of up to 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Add(int index, T amount)
    {
        T sum = SharedAtomic<T>.Add(ref *At(index), amount);
        GC.KeepAlive(this);
        return sum;
    }

    /// <summary>Sets an element in one step, whatever the lock.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Exchange(int index, T value)
    {
        T before = SharedAtomic<T>.Exchange(ref *At(index), value);
        GC.KeepAlive(this);
        return before;
    }

    /// <summary>Sets an element if it is what is expected, in one step, whatever the lock. Values are compared by their bits.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">The expected value.</param>
    /// <returns>The value before: it was set if that is the expected one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T CompareExchange(int index, T value, T comparand)
    {
        T before = SharedAtomic<T>.CompareExchange(ref *At(index), value, comparand);
        GC.KeepAlive(this);
        return before;
    }

    /// <summary>Copies the elements as they are now; under the lock, if others may change them meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T[] ToArray()
    {
        ThrowIfDisposed();
        T[] copy = new Span<T>(_first, _length).ToArray();
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>Goes through the elements, where they lie.</summary>
    public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

    /// <summary>Acquires the lock that guards the array. Python: <c>with array:</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It has no lock.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LockScope Acquire(CancellationToken cancellationToken = default) =>
        (Lock ?? throw new InvalidOperationException("This shared array was made without a lock.")).Acquire(cancellationToken);

    /// <summary>Closes it in this process, with its lock if that is its own: no span of it may be in use any more. The last holder anywhere frees the memory.</summary>
    public void Dispose() => _elements.Dispose();

    /// <summary>Its length, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"SharedArray<{typeof(T).Name}> '{own}'" : $"SharedArray<{typeof(T).Name}>";
        return _elements.Reference.IsClosed ? $"{name} (disposed)" : $"{name} ({_length:N0} elements)";
    }

    void ISharedObject<SharedArray<T>>.WriteReference(ref WireWriter writer) => _elements.Write(ref writer);

    static SharedArray<T> ISharedObject<SharedArray<T>>.ReadReference(ref WireReader reader) => new(SharedElements<T>.Read(ref reader, CellKind.Array));

    private static SharedElements<T> Make(string? name, int length, ReadOnlySpan<T> elements, LockChoice choice, ProcessLockBase? sharedLock = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return SharedElements<T>.Make(CellKind.Array, name, length, elements, choice, sharedLock);
    }

    private T* At(int index)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _length);
        return _first + index;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_elements.Reference.IsClosed, this);
}
