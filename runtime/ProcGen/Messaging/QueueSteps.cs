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
        queue.ThrowIfClosed();
        word = queue.Ring.BlockSignal;
        return SignalWord.TryMark(word, out expected) && !TryComplete();
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
        queue.ThrowIfClosed();
        word = queue.Ring.RoomSignal;
        return SignalWord.TryMark(word, out expected) && !TryComplete();
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
        queue.ThrowIfClosed();
        word = queue.Ring.ItemSignal;
        return SignalWord.TryMark(word, out expected) && !TryComplete();
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
        word = queue.Ring.DoneSignal;
        return SignalWord.TryMark(word, out expected) && !TryComplete();
    }

    public bool Abandon() => false;

    public void OnOverslept() => queue.LookAround();
}

/// <summary>Watches for an item, or for the end of the queue, without taking it, and without holding the queue: it may be disposed of meanwhile.</summary>
/// <remarks>Whoever puts an item wakes one that sleeps. It may be this one, which takes nothing: so it hands every wake on.</remarks>
internal unsafe struct WatchStep(QueueLife queue) : IWaitStep
{
    private bool _hasSlept;

    public bool TryComplete()
    {
        queue.EnterOpen();
        try
        {
            HandOn();
            return queue.Ring.Count > 0 || queue.Ring.IsEnded();
        }
        finally
        {
            queue.Leave();
        }
    }

    public bool PrepareToSleep(out uint* word, out uint expected)
    {
        HandOn();
        word = queue.Ring.ItemSignal;
        _hasSlept = SignalWord.TryMark(word, out expected) && !TryComplete();
        return _hasSlept;
    }

    public bool Abandon()
    {
        HandOn();
        return false;
    }

    public readonly void OnOverslept() => queue.LookAround();

    private void HandOn()
    {
        if (_hasSlept)
        {
            _hasSlept = false;
            QueueSignal.Tell(queue.Ring.ItemSignal);
        }
    }
}
