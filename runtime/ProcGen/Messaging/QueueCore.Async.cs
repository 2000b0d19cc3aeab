using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// The operations that hold no thread while they wait.
internal sealed partial class QueueCore<T>
{
    /// <summary>Like <see cref="Put"/>. The item is written before the first wait for room, as far as there is any.</summary>
    public ValueTask<bool> PutAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        life.EnterOpen();
        bool isLeft = false;
        try
        {
            int block = life.Ring.TryClaim();
            if (block < 0)
            {
                isLeft = true;
                return new(ClaimAndPutAsync(item, deadline, cancellationToken));
            }

            List<ITraveller>? travellers = FillBlock(block, item);
            if (life.Ring.TryEnqueue(block))
            {
                Leave(travellers);
                return new(true);
            }

            isLeft = true;
            return new(EnqueueAsync(block, travellers, deadline, cancellationToken));
        }
        finally
        {
            if (!isLeft)
            {
                life.Leave();
            }
        }
    }

    /// <summary>Like <see cref="Take"/>.</summary>
    public ValueTask<(WaitOutcome Outcome, bool HasItem, T Item)> TakeAsync(Deadline deadline, QueueLeases? leases, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        life.EnterOpen();
        bool isLeft = false;
        try
        {
            int block = life.Ring.TryDequeue();
            if (block >= 0)
            {
                return new((WaitOutcome.Completed, true, ReadBlock(block, leases)));
            }

            isLeft = true;
            return new(TakeLaterAsync(deadline, leases, cancellationToken));
        }
        finally
        {
            if (!isLeft)
            {
                life.Leave();
            }
        }
    }

    /// <summary>Waits until every item is done with. False when the time was up.</summary>
    public async Task<bool> WaitUntilDoneAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        life.Enter();
        try
        {
            return (await AsyncWait.Run(new DoneStep(life), deadline, cancellationToken).ConfigureAwait(false)).Outcome.IsCompleted(cancellationToken);
        }
        finally
        {
            life.Leave();
        }
    }

    private async Task<bool> ClaimAndPutAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            (WaitOutcome outcome, ClaimStep claim) = await AsyncWait.Run(new ClaimStep(life), deadline, cancellationToken).ConfigureAwait(false);
            if (!outcome.IsCompleted(cancellationToken))
            {
                return false;
            }

            List<ITraveller>? travellers = FillBlock(claim.Block, item);
            if (life.Ring.TryEnqueue(claim.Block))
            {
                Leave(travellers);
                return true;
            }

            return await WaitToEnqueueAsync(claim.Block, travellers, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            life.Leave();
        }
    }

    private async Task<bool> EnqueueAsync(int block, List<ITraveller>? travellers, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitToEnqueueAsync(block, travellers, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            life.Leave();
        }
    }

    private async Task<bool> WaitToEnqueueAsync(int block, List<ITraveller>? travellers, Deadline deadline, CancellationToken cancellationToken)
    {
        WaitOutcome outcome = WaitOutcome.Cancelled;
        try
        {
            (outcome, _) = await AsyncWait.Run(new EnqueueStep(life, block), deadline, cancellationToken).ConfigureAwait(false);
            return outcome.IsCompleted(cancellationToken);
        }
        finally
        {
            EndPut(block, outcome == WaitOutcome.Completed, travellers);
        }
    }

    private async Task<(WaitOutcome Outcome, bool HasItem, T Item)> TakeLaterAsync(Deadline deadline, QueueLeases? leases, CancellationToken cancellationToken)
    {
        try
        {
            (WaitOutcome outcome, DequeueStep dequeue) = await AsyncWait.Run(new DequeueStep(life), deadline, cancellationToken).ConfigureAwait(false);
            if (dequeue.Block >= 0)
            {
                return (WaitOutcome.Completed, true, ReadBlock(dequeue.Block, leases));
            }

            outcome.IsCompleted(cancellationToken);
            return (outcome, false, default!);
        }
        finally
        {
            life.Leave();
        }
    }
}
