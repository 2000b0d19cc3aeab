using ProcGen.Memory;

namespace ProcGen.Messaging;

// One queue as this process has it: the reference, the ring in its window, the items.
//
// What all words of a queue lie in is mapped, and Dispose takes the mapping out. So whoever works in it, and whoever sleeps there, is counted:
// Dispose forbids new work and wakes the sleepers, who see that and leave; the last to leave closes the cell.
internal sealed unsafe class QueueLife : IDisposable
{
    private readonly SharedReference _reference;

    // One for the owner, until it disposes of the queue, and one for each operation.
    private int _users = 1;
    private int _isDisposed;
    private int _isClosed;

    public QueueLife(SharedReference reference)
    {
        _reference = reference;
        Ring = new QueueRing(reference.Cell, reference.Window, reference.Arena.Slot);
        Items = new QueueItems(reference, Ring.Layout);
    }

    public QueueRing Ring { get; }

    public QueueItems Items { get; }

    private bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    public string? Name => _reference.Named?.Name;

    public SharedReference Reference
    {
        get
        {
            ThrowIfDisposed();
            return _reference;
        }
    }

    public Cell* Cell => _reference.Cell;

    /// <summary>Begins to put or take. Each is followed by <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    /// <exception cref="InvalidOperationException">It was closed.</exception>
    public void EnterOpen()
    {
        Enter();
        if (IsClosed)
        {
            Leave();
            ThrowIfClosed();
        }
    }

    /// <summary>Begins to work with the queue's memory. Each is followed by <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Enter()
    {
        Interlocked.Increment(ref _users);
        if (IsDisposed)
        {
            Leave();
            ThrowIfDisposed();
        }
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Items.Unmap();
            _reference.Dispose();
        }
    }

    /// <summary>Frees a block that is in this process' hand.</summary>
    public void Free(int block)
    {
        Items.EndJourneys(Ring, block);
        Items.Trim(Ring, block);
        Ring.Free(block);
    }

    /// <summary>From here on this process neither puts nor takes. Those who wait to do so leave.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Close()
    {
        if (IsDisposed)
        {
            return;
        }

        Enter();
        Interlocked.Exchange(ref _isClosed, 1);
        Ring.TellAll();
        Leave();
    }

    /// <summary>What a wait does after a while.</summary>
    public void LookAround()
    {
        ThrowIfDisposed();
        _reference.LookAround();
    }

    /// <summary>Before a sleep of who wants to put or to take.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    /// <exception cref="InvalidOperationException">It was closed.</exception>
    public void ThrowIfClosed()
    {
        ThrowIfDisposed();
        if (IsClosed)
        {
            throw new InvalidOperationException("The queue was closed in this process, which neither puts nor takes any more. Other processes can go on with it; to go on here, open it again.");
        }
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, typeof(ProcessQueue<>));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            // Those who sleep here leave.
            if (Volatile.Read(ref _users) > 1)
            {
                Ring.TellAll();
            }

            Leave();
        }
    }
}
