using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

/// <summary>What all queues do, over the ring: claim, fill, enqueue; dequeue, read, free.</summary>
internal sealed unsafe partial class QueueCore<T>(QueueLife life)
{
    private readonly ItemCodec<T> _codec = ItemCodecs.Get<T>();
    private readonly SpinHistory _putSpins = new();
    private readonly SpinHistory _takeSpins = new();
    private readonly QueueYields _putYields = new();
    private readonly QueueYields _takeYields = new();

    public static SharedReference Make(string? name, int maxSize, ushort flags)
    {
        ThrowIfOutOfRange(maxSize);
        return SharedReference.Make(CellKind.Queue, QueueRepair.Instance, name, (cell, _) => Fill(cell, maxSize, flags), SizeOf(maxSize, flags));
    }

    public static SharedReference Find(string name, ushort flags) => SharedReference.Find(CellKind.Queue, QueueRepair.Instance, name, cell => Check(cell, flags));

    public static SharedReference FindOrMake(string name, int maxSize, ushort flags)
    {
        ThrowIfOutOfRange(maxSize);
        return SharedReference.FindOrMake(
            CellKind.Queue,
            QueueRepair.Instance,
            name,
            (cell, _) => Fill(cell, maxSize, flags),
            cell => Check(cell, flags) ?? (cell->Parameter == maxSize ? null : $"is a queue for {cell->Parameter:N0} items and not for {maxSize:N0}"),
            SizeOf(maxSize, flags));
    }

    public static SharedReference Read(ref WireReader reader, ushort flags) =>
        SharedReference.Read(ref reader, CellKind.Queue, QueueRepair.Instance, cell => Check(cell, flags));

    /// <summary>Puts an item. False when the time was up.</summary>
    public bool Put(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        life.EnterOpen();
        try
        {
            int block = life.Ring.TryClaim();
            if (block < 0)
            {
                ClaimStep claim = new(life);
                if (!Wait(ref claim, _putYields, _putSpins, deadline, cancellationToken).IsCompleted(cancellationToken))
                {
                    return false;
                }

                block = claim.Block;
            }

            List<ITraveller>? travellers = FillBlock(block, item);
            if (life.Ring.TryEnqueue(block))
            {
                Leave(travellers);
                return true;
            }

            return WaitToEnqueue(block, travellers, deadline, cancellationToken);
        }
        finally
        {
            life.Leave();
        }
    }

    /// <summary>Takes an item, and keeps its block until it is done with if <paramref name="leases"/> is given.</summary>
    /// <returns>How it ended; after <see cref="WaitOutcome.Completed"/>, whether there was an item or the end of the queue.</returns>
    public (WaitOutcome Outcome, bool HasItem) Take(Deadline deadline, QueueLeases? leases, out T item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        life.EnterOpen();
        try
        {
            int block = life.Ring.TryDequeue();
            if (block < 0)
            {
                DequeueStep dequeue = new(life);
                WaitOutcome outcome = Wait(ref dequeue, _takeYields, _takeSpins, deadline, cancellationToken);
                block = dequeue.Block;
                if (block < 0)
                {
                    outcome.IsCompleted(cancellationToken);
                    item = default!;
                    return (outcome, false);
                }
            }

            item = ReadBlock(block, leases);
            return (WaitOutcome.Completed, true);
        }
        finally
        {
            life.Leave();
        }
    }

    // Others run first, then this thread looks, then it sleeps.
    private WaitOutcome Wait<TStep>(ref TStep step, QueueYields yields, SpinHistory spins, Deadline deadline, CancellationToken cancellationToken)
        where TStep : struct, IWaitStep =>
        !deadline.HasPassed && !cancellationToken.IsCancellationRequested && yields.TryComplete(ref step, life.Ring)
            ? WaitOutcome.Completed
            : BlockingWait.Run(ref step, spins, deadline, cancellationToken);

    private bool WaitToEnqueue(int block, List<ITraveller>? travellers, Deadline deadline, CancellationToken cancellationToken)
    {
        EnqueueStep enqueue = new(life, block);
        WaitOutcome outcome = WaitOutcome.Cancelled;
        try
        {
            outcome = Wait(ref enqueue, _putYields, _putSpins, deadline, cancellationToken);
            return outcome.IsCompleted(cancellationToken);
        }
        finally
        {
            EndPut(block, outcome == WaitOutcome.Completed, travellers);
        }
    }

    // What leaves with an item has left when the item is in the queue, and stays here when it is not. Before the block is freed: what is on
    // its way in there then is closed.
    private void EndPut(int block, bool isPut, List<ITraveller>? travellers)
    {
        if (isPut)
        {
            Leave(travellers);
            return;
        }

        if (travellers is not null)
        {
            Travel.GiveUp(travellers);
        }

        life.Free(block);
    }

    private static void Leave(List<ITraveller>? travellers)
    {
        if (travellers is not null)
        {
            Travel.Begin(travellers);
        }
    }

    // Fills a block that was claimed, unless the queue was completed.
    private List<ITraveller>? FillBlock(int block, T item)
    {
        if (block < 0)
        {
            throw Completed();
        }

        try
        {
            if (life.Ring.IsCompleted)
            {
                throw Completed();
            }

            List<ITraveller>? travellers = life.Items.Write(_codec, life.Ring, block, item);
            FaultPoints.Pass(FaultPoint.QueueBlockFilled);
            return travellers;
        }
        catch
        {
            // Consumers may have waited for what was in our hand: freeing it tells them.
            life.Free(block);
            throw;
        }

        static QueueCompletedException Completed() => new("Nothing can be put into the queue any more: it was completed.");
    }

    // Reads the item of a block that was taken. Without leases it is done with at once, whatever is wrong with it.
    private T ReadBlock(int block, QueueLeases? leases)
    {
        if (leases is not null)
        {
            life.Ring.Lease(block);
            leases.Add(block);
            return life.Items.Read(_codec, life.Ring, block);
        }

        try
        {
            return life.Items.Read(_codec, life.Ring, block);
        }
        finally
        {
            life.Free(block);
        }
    }

    private static void ThrowIfOutOfRange(int maxSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSize, QueueLayout.MaxCapacity);
    }

    private static long SizeOf(int maxSize, ushort flags) => new QueueLayout(maxSize, (flags & QueueFlags.Joinable) != 0).ControlSize;

    private static void Fill(Cell* cell, int maxSize, ushort flags)
    {
        cell->Parameter = maxSize;
        cell->Flags = flags;
        cell->TypeHash = TypeIdentity<T>.Hash;
    }

    private static string? Check(Cell* cell, ushort flags) =>
        cell->TypeHash != TypeIdentity<T>.Hash ? $"is a queue of other items than {typeof(T)}"
        : (cell->Flags & QueueFlags.Joinable) != (flags & QueueFlags.Joinable) ? (flags & QueueFlags.Joinable) != 0 ? "is a queue that cannot be joined" : "is a queue that can be joined"
        : null;
}
