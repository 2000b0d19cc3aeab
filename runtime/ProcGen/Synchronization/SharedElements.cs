using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Synchronization;

/// <summary>What a shared value and a shared array have in common: elements of a type that lie in a cell or its window, and a lock.</summary>
/// <remarks>The cell: Parameter how many elements, TypeHash their type, Flags whether there is no lock. Elements that fit lie in the cell itself.</remarks>
internal sealed unsafe class SharedElements<T> : IDisposable
    where T : unmanaged
{
    private const ushort HasNoLock = 1;

    private readonly ProcessLockBase? _sharedLock;
    private ProcessRLock? _ownLock;

    private SharedElements(SharedReference reference, ProcessLockBase? sharedLock)
    {
        Reference = reference;
        _sharedLock = sharedLock;
        First = reference.Cell->WindowLength == 0 ? reference.Cell->Inline : reference.Window;
    }

    public SharedReference Reference { get; }

    /// <summary>Where the first element lies.</summary>
    public byte* First { get; }

    public int Count => (int)Reference.Cell->Parameter;

    /// <summary>The lock: another's, or its own, which is made when somebody asks for it; null where it has none.</summary>
    public ProcessLockBase? Lock
    {
        get
        {
            ObjectDisposedException.ThrowIf(Reference.IsClosed, this);
            if (_sharedLock is not null || (Reference.Cell->Flags & HasNoLock) != 0)
            {
                return _sharedLock;
            }

            if (Volatile.Read(ref _ownLock) is { } known)
            {
                return known;
            }

            ProcessRLock made = new(Reference.Duplicate());
            if (Interlocked.CompareExchange(ref _ownLock, made, null) is not { } first)
            {
                return made;
            }

            made.Dispose();
            return first;
        }
    }

    /// <summary>Makes elements. The first are given, the others are zero.</summary>
    public static SharedElements<T> Make(CellKind kind, string? name, int count, ReadOnlySpan<T> first, LockChoice choice, ProcessLockBase? sharedLock = null)
    {
        Require.Defined(choice, "theLock");
        fixed (T* given = first)
        {
            T* source = given;
            int length = first.Length;
            SharedReference reference = SharedReference.Make(
                kind,
                LockWord.Repair,
                name,
                (cell, window) =>
                {
                    Fill(cell, count, choice == LockChoice.Own || sharedLock is not null);
                    new ReadOnlySpan<T>(source, length).CopyTo(new Span<T>(window is null ? cell->Inline : window, count));
                },
                WindowLength(count));
            return new SharedElements<T>(reference, sharedLock);
        }
    }

    public static SharedElements<T> Find(CellKind kind, string name) => new(SharedReference.Find(kind, LockWord.Repair, name, CheckType), null);

    /// <summary>Opens elements by name, or makes them, all zero, where nothing has the name.</summary>
    public static SharedElements<T> FindOrMake(CellKind kind, string name, int count) => new(
        SharedReference.FindOrMake(
            kind,
            LockWord.Repair,
            name,
            (cell, _) => Fill(cell, count, hasLock: true),
            cell => CheckType(cell) ?? (cell->Parameter == count ? null : $"has {cell->Parameter:N0} elements and not {count:N0}"),
            WindowLength(count)),
        null);

    public static SharedElements<T> Read(ref WireReader reader, CellKind kind) =>
        new(SharedReference.Read(ref reader, kind, LockWord.Repair, CheckType), LockReference.Read(ref reader));

    public void Write(ref WireWriter writer)
    {
        Reference.Write(ref writer);
        LockReference.Write(ref writer, _sharedLock);
    }

    /// <summary>For what is more than one machine word, and so is not read or written in one step: takes the lock, if there is one.</summary>
    public LockScope Guard() => Lock is { IsHeldHere: false } free ? free.Acquire() : default;

    public void Dispose()
    {
        _ownLock?.Dispose();
        Reference.Dispose();
    }

    private static long WindowLength(int count) => (long)count * sizeof(T) is var size && size > Cell.InlineSize ? size : 0;

    private static void Fill(Cell* cell, int count, bool hasLock)
    {
        cell->Parameter = count;
        cell->TypeHash = TypeIdentity<T>.Hash;
        cell->Flags = hasLock ? (ushort)0 : HasNoLock;
    }

    private static string? CheckType(Cell* cell) => cell->TypeHash == TypeIdentity<T>.Hash ? null : $"has elements of another type than {typeof(T)}";
}
