using ProcGen.Waiting;

namespace ProcGen.Messaging;

/// <summary>Waits for a free block, and for room in the queue as far as that can be foreseen.</summary>
internal unsafe struct ClaimStep(QueueLife queue) : IWaitStep
{
    /// <summary>The block; -1 when the queue was completed instead.</summary>
    public int Block { get; private set; } = -1;

    public bool TryComplete()
    {
        if (Block < 0 && !queue.Ring.IsCompleted)
        {
            Block = queue.Ring.TryClaim();
        }

        return Block >= 0 || queue.Ring.IsCompleted;
    }

    public bool PrepareToSleep(out uint* word, out uint expected)
    {
        queue.ThrowIfDisposed();
        word = &queue.Ring.Header->RoomSignal;
        return QueueSignal.TryMark(word, out expected) && !TryComplete();
    }

    public readonly bool Abandon() => Block >= 0;

    public readonly void OnOverslept() => queue.LookAround();
}

/// <summary>Waits until a filled block is in the queue.</summary>
internal unsafe struct EnqueueStep(QueueLife queue, int block) : IWaitStep
{
    private bool _isDone;

    public bool TryComplete() => _isDone || (_isDone = queue.Ring.TryEnqueue(block));

    public bool PrepareToSleep(out uint* word, out uint expected)
    {
        queue.ThrowIfDisposed();
        word = &queue.Ring.Header->RoomSignal;
        return QueueSignal.TryMark(word, out expected) && !TryComplete();
    }

    public readonly bool Abandon() => _isDone;

    public readonly void OnOverslept() => queue.LookAround();
}

/// <summary>Waits for an item, or for the end of the queue.</summary>
internal unsafe struct DequeueStep(QueueLife queue) : IWaitStep
{
    /// <summary>The block with the item; -1 when the queue has ended instead.</summary>
    public int Block { get; private set; } = -1;

    public bool TryComplete()
    {
        if (Block < 0)
        {
            Block = queue.Ring.TryDequeue();
        }

        return Block >= 0 || queue.Ring.IsEnded();
    }

    public bool PrepareToSleep(out uint* word, out uint expected)
    {
        queue.ThrowIfDisposed();
        word = &queue.Ring.Header->ItemSignal;
        return QueueSignal.TryMark(word, out expected) && !TryComplete();
    }

    public readonly bool Abandon() => Block >= 0;

    public readonly void OnOverslept() => queue.LookAround();
}

/// <summary>Waits until every item is done with.</summary>
internal readonly unsafe struct DoneStep(QueueLife queue) : IWaitStep
{
    public bool TryComplete() => queue.Ring.IsAllDone();

    public bool PrepareToSleep(out uint* word, out uint expected)
    {
        queue.ThrowIfDisposed();
        word = &queue.Ring.Header->DoneSignal;
        return QueueSignal.TryMark(word, out expected) && !TryComplete();
    }

    public bool Abandon() => false;

    public void OnOverslept() => queue.LookAround();
}
