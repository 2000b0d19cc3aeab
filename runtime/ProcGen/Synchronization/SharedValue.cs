using System.Runtime.CompilerServices;
using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;

namespace ProcGen;

/// <summary>A value that processes share. Python: <c>multiprocessing.Value</c>, and <c>RawValue</c> with <see cref="LockChoice.None"/>.</summary>
/// <remarks>
/// Values of up to 8 bytes are read and written in one step, and <see cref="Add"/>, <see cref="Exchange"/> and <see cref="CompareExchange"/> are
/// atomic among all processes. Larger ones are read and written under the lock, if there is one. <c>shared.Value += 1</c> is two steps: use
/// <see cref="Add"/>, or the lock. It travels to other processes in arguments, results and messages; with a name, any process of the same user
/// can open it. Safe for use from any thread.
/// </remarks>
/// <typeparam name="T">A type without references.</typeparam>
public sealed unsafe class SharedValue<T> : IDisposable, ISharedObject<SharedValue<T>>
    where T : unmanaged
{
    private readonly SharedElements<T> _elements;
    private readonly T* _value;

    /// <summary>Makes a shared value without a name.</summary>
    /// <param name="value">What it is at first.</param>
    /// <param name="theLock">Whether it has a lock of its own.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public SharedValue(T value = default, LockChoice theLock = LockChoice.Own)
        : this(SharedElements<T>.Make(CellKind.Value, null, 1, [value], theLock))
    {
    }

    /// <summary>Makes a shared value without a name that is guarded by a lock which other things share.</summary>
    /// <param name="value">What it is at first.</param>
    /// <param name="theLock">The lock; it travels with the value.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public SharedValue(T value, ProcessLockBase theLock)
        : this(SharedElements<T>.Make(CellKind.Value, null, 1, [value], LockChoice.Own, theLock ?? throw new ArgumentNullException(nameof(theLock))))
    {
    }

    private SharedValue(SharedElements<T> elements)
    {
        _elements = elements;
        _value = (T*)elements.First;
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _elements.Reference.Named?.Name;

    /// <summary>The lock that guards it: its own, the given one, or null. Python: <c>get_lock()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ProcessLockBase? Lock => _elements.Lock;

    /// <summary>The value.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Value
    {
        get
        {
            ThrowIfDisposed();
            T value;
            if (SharedAtomic<T>.IsSupported)
            {
                value = SharedAtomic<T>.Read(ref *_value);
            }
            else
            {
                using (_elements.Guard())
                {
                    value = *_value;
                }
            }

            GC.KeepAlive(this);
            return value;
        }

        set
        {
            ThrowIfDisposed();
            if (SharedAtomic<T>.IsSupported)
            {
                SharedAtomic<T>.Write(ref *_value, value);
            }
            else
            {
                using (_elements.Guard())
                {
                    *_value = value;
                }
            }

            GC.KeepAlive(this);
        }
    }

    /// <summary>Makes a shared value with a lock of its own under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the value open.</param>
    /// <param name="value">What it is at first.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL.</exception>
#pragma warning disable CA1000 // The type argument says what is shared: SharedValue<int>.Open reads as what it does.
    public static SharedValue<T> Create(string name, T value = default) => new(SharedElements<T>.Make(CellKind.Value, NamedArena.Require(name), 1, [value], LockChoice.Own));

    /// <summary>Opens the value that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no value of this type.</exception>
    public static SharedValue<T> Open(string name) => new(SharedElements<T>.Find(CellKind.Value, name));

    /// <summary>Opens the value that has a name, or makes one, of zeros, where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no value of this type.</exception>
    public static SharedValue<T> OpenOrCreate(string name) => new(SharedElements<T>.FindOrMake(CellKind.Value, name, 1));
#pragma warning restore CA1000

    /// <summary>Adds to the value in one step, whatever the lock.</summary>
    /// <param name="amount">What is added.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no number of up to 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Add(T amount)
    {
        ThrowIfDisposed();
        T sum = SharedAtomic<T>.Add(ref *_value, amount);
        GC.KeepAlive(this);
        return sum;
    }

    /// <summary>Sets the value in one step, whatever the lock.</summary>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Exchange(T value)
    {
        ThrowIfDisposed();
        T before = SharedAtomic<T>.Exchange(ref *_value, value);
        GC.KeepAlive(this);
        return before;
    }

    /// <summary>Sets the value if it is what is expected, in one step, whatever the lock. Values are compared by their bits.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">The expected value.</param>
    /// <returns>The value before: it was set if that is the expected one.</returns>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T CompareExchange(T value, T comparand)
    {
        ThrowIfDisposed();
        T before = SharedAtomic<T>.CompareExchange(ref *_value, value, comparand);
        GC.KeepAlive(this);
        return before;
    }

    /// <summary>Acquires the lock that guards the value. Python: <c>with value:</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It has no lock.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LockScope Acquire(CancellationToken cancellationToken = default) =>
        (Lock ?? throw new InvalidOperationException("This shared value was made without a lock.")).Acquire(cancellationToken);

    /// <summary>Closes it in this process, with its lock if that is its own. The last holder anywhere frees the memory.</summary>
    public void Dispose() => _elements.Dispose();

    /// <summary>The value, for people and debuggers.</summary>
    public override string ToString() => _elements.Reference.IsClosed ? $"SharedValue<{typeof(T).Name}> (disposed)" : $"SharedValue<{typeof(T).Name}> ({*_value})";

    void ISharedObject<SharedValue<T>>.WriteReference(ref WireWriter writer) => _elements.Write(ref writer);

    static SharedValue<T> ISharedObject<SharedValue<T>>.ReadReference(ref WireReader reader) => new(SharedElements<T>.Read(ref reader, CellKind.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_elements.Reference.IsClosed, this);
}
