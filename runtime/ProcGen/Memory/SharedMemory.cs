using System.Runtime.CompilerServices;
using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen;

/// <summary>A block of memory that processes share. Python: <c>multiprocessing.shared_memory.SharedMemory</c>.</summary>
/// <remarks>
/// It has no file and needs no cleaning up: it is freed when the last process that has it open disposes of it or is gone, in whatever way.
/// All of it is reserved when it is made, so that shortage is an error then and not a crash later. It begins as zeros. It travels to other
/// processes in arguments, results and messages; with a name, any process of the same user can open it.
/// Dispose of it when no span of it is in use any more: a span does not keep the memory. What is not disposed of stays until the process ends.
/// Safe for use from any thread; what the bytes mean, and who writes when, is its users' to agree on.
/// </remarks>
public sealed unsafe class SharedMemory : IDisposable, ISharedObject<SharedMemory>
{
    private readonly SharedReference _reference;

    /// <summary>Makes shared memory without a name.</summary>
    /// <param name="size">How many bytes: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    public SharedMemory(long size)
        : this(Make(null, size))
    {
    }

    private SharedMemory(SharedReference reference) => _reference = reference;

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _reference.Named?.Name;

    /// <summary>How many bytes it has.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public long Size
    {
        get
        {
            ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
            return _reference.Cell->Parameter;
        }
    }

    /// <summary>All of it. Python: <c>buf</c>.</summary>
    /// <exception cref="InvalidOperationException">It is larger than a span can be: use <see cref="GetSpan"/>.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Span<byte> Span => Size <= int.MaxValue
        ? GetSpan(0, (int)Size)
        : throw new InvalidOperationException($"The memory has {Size:N0} bytes, more than one span can show. Ask for parts of it with {nameof(GetSpan)}.");

    /// <summary>Makes shared memory under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the memory open.</param>
    /// <param name="size">How many bytes: at least 1.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the size is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">There is not so much memory.</exception>
    public static SharedMemory Create(string name, long size) => new(Make(NamedArena.Require(name), size));

    /// <summary>Opens the memory that has a name; it has the size that it was made with.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no shared memory.</exception>
    public static SharedMemory Open(string name) => new(SharedReference.Find(CellKind.Memory, NothingToRepair.Instance, name));

    /// <summary>Opens the memory that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something else, or by memory of another size.</exception>
    public static SharedMemory OpenOrCreate(string name, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new(SharedReference.FindOrMake(
            CellKind.Memory,
            NothingToRepair.Instance,
            name,
            (cell, _) => cell->Parameter = size,
            cell => cell->Parameter == size ? null : $"has {cell->Parameter:N0} bytes and not {size:N0}",
            size));
    }

    /// <summary>A part of it.</summary>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Span<byte> GetSpan(long offset, int length)
    {
        _reference.HasGivenSpan = true;
        return new Span<byte>(At(offset, length), length);
    }

    /// <summary>Reads a value that lies in it.</summary>
    /// <param name="offset">Where its first byte is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within the memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public T Read<T>(long offset)
        where T : unmanaged
    {
        T value = Unsafe.ReadUnaligned<T>(At(offset, sizeof(T)));
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Writes a value into it.</summary>
    /// <param name="offset">Where its first byte goes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within the memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Write<T>(long offset, T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(At(offset, sizeof(T)), value);
        GC.KeepAlive(this);
    }

    /// <summary>Shared memory keeps its size: others have it mapped. This always throws, and says what to do instead.</summary>
    /// <param name="size">The wanted size.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Resize(long size) => throw new NotSupportedException(
        $"Shared memory of {Size:N0} bytes cannot become one of {size:N0}: other processes have it mapped as it is. Make another, copy, and send that one.");

    /// <summary>Closes it in this process: no span of it may be in use any more. The last holder anywhere frees it.</summary>
    public void Dispose() => _reference.Dispose();

    /// <summary>Its size, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"SharedMemory '{own}'" : "SharedMemory";
        return _reference.IsClosed ? $"{name} (disposed)" : $"{name} ({Size:N0} bytes)";
    }

    void ISharedObject<SharedMemory>.WriteReference(ref WireWriter writer) => _reference.Write(ref writer);

    static SharedMemory ISharedObject<SharedMemory>.ReadReference(ref WireReader reader) =>
        new(SharedReference.Read(ref reader, CellKind.Memory, NothingToRepair.Instance));

    private static SharedReference Make(string? name, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return SharedReference.Make(CellKind.Memory, NothingToRepair.Instance, name, (cell, _) => cell->Parameter = size, size);
    }

    private byte* At(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - length);
        return _reference.Window + offset;
    }
}
