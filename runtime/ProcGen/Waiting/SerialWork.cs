namespace ProcGen.Waiting;

/// <summary>Runs what is posted, one after the other and in order, on the thread pool: the way from our own threads to code of users.</summary>
/// <remarks>
/// A thread that waits for what is posted need not wait for the thread pool: <see cref="Help"/> runs it there and then, unless somebody does
/// already. So a pool whose threads all wait still gets its outcomes.
/// </remarks>
internal abstract class SerialWork<T> : IThreadPoolWorkItem
{
    // Guarded by this object's own monitor: a separate lock would be an allocation for each call that a pool runs.
    private Queue<T>? _posted;
    private bool _isScheduled;
    private bool _isRunning;

    public void Post(T item)
    {
        lock (this)
        {
            (_posted ??= new Queue<T>(1)).Enqueue(item);
            if (_isScheduled || _isRunning)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Runs what is posted, or waits until who runs it is done.</summary>
    public void Help()
    {
        lock (this)
        {
            while (_isRunning)
            {
                Monitor.Wait(this);
            }

            if (_posted is not { Count: > 0 })
            {
                return;
            }

            _isRunning = true;
        }

        RunPosted();
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (this)
        {
            _isScheduled = false;
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        RunPosted();
    }

    /// <summary>Runs one item. Must not throw: nobody could take it.</summary>
    protected abstract void Handle(T item);

    private void RunPosted()
    {
        while (true)
        {
            T? item;
            lock (this)
            {
                if (_posted is null || !_posted.TryDequeue(out item))
                {
                    _isRunning = false;
                    Monitor.PulseAll(this);
                    return;
                }
            }

            Handle(item);
        }
    }
}
