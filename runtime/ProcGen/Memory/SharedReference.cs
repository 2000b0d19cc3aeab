namespace ProcGen.Memory;

// One object of this process that stands for a cell: what ProcessLock, SharedValue and the others are made of.
//
// It keeps the cell open until it is disposed of or collected. Whoever works with the cell's memory keeps the reference alive meanwhile
// (GC.KeepAlive), so that it is not collected under the work. A reference that gave out a span of the window is not closed by the collector:
// a span does not keep anything alive, and its memory must not vanish while somebody still reads it; such memory stays until the process ends.
internal sealed unsafe partial class SharedReference : IDisposable
{
    private readonly ICellRepair? _repair;
    private int _isClosed;
    private byte* _window;

    /// <summary>Takes over one use of a cell that is open in this process.</summary>
    public SharedReference(Arena arena, int index, uint generation, ICellRepair? repair, NamedArena? named = null)
    {
        Arena = arena;
        Index = index;
        Generation = generation;
        Cell = arena.At(index);
        Named = named;
        _repair = repair;
    }

    ~SharedReference()
    {
        if (HasGivenSpan && !IsClosed)
        {
            return;
        }

        Close();
        Named?.Collect();
    }

    public Arena Arena { get; }

    public int Index { get; }

    public uint Generation { get; }

    public Cell* Cell { get; }

    /// <summary>The arena with a name that the cell lies in; null where it lies in the tree's.</summary>
    public NamedArena? Named { get; }

    /// <summary>Whether a span of the window may be in use.</summary>
    public bool HasGivenSpan { get; set; }

    /// <summary>What is to happen just before this reference is closed, by its user or by the collector. Must not throw, and must not rely on finalizers not having run.</summary>
    public Action? Closing { get; set; }

    /// <summary>Where the cell's window is mapped.</summary>
    public byte* Window => _window is not null ? _window : _window = Arena.MapWindow(Index);

    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>What every wait for the object does when nothing came for a while: repairs after processes that are gone, if nobody has done so lately.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed of by another thread of this process.</exception>
    public void LookAround()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        Arena.SearchForDead();
    }

    /// <summary>Another reference to the same cell, with a life of its own.</summary>
    public SharedReference Duplicate()
    {
        Arena.Retain(Index);
        Named?.Retain();
        return new SharedReference(Arena, Index, Generation, _repair, Named);
    }

    /// <summary>Closes the cell. The mapping of an arena with a name stays until this is collected: another thread may be at work in it.</summary>
    public void Dispose()
    {
        Close();
        if (Named is null)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Gives the cell back without telling the arena with a name: for one that turned out to be something else.</summary>
    private void Abandon()
    {
        Volatile.Write(ref _isClosed, 1);
        Arena.Close(Index, repair: null);
#pragma warning disable CA1816 // Nothing is left for the finalizer, as after Dispose.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            Closing?.Invoke();
            Arena.Close(Index, _repair);
            Named?.Close();
        }
    }
}
