namespace ProcGen.Waiting;

/// <summary>Runs what is posted, one after the other and in order, on the thread pool: the way from our own threads to code of users.</summary>
internal abstract class SerialWork<T> : IThreadPoolWorkItem
{
    // Guarded by this object's own monitor: a separate lock would be an allocation for each call that a pool runs.
    private Queue<T>? _posted;
    private bool _isRunning;

    public void Post(T item)
    {
        lock (this)
        {
            (_posted ??= new Queue<T>(1)).Enqueue(item);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            T item;
            lock (this)
            {
                if (!_posted!.TryDequeue(out item!))
                {
                    _isRunning = false;
                    return;
                }
            }

            Handle(item);
        }
    }

    /// <summary>Runs one item. Must not throw: nobody could take it.</summary>
    protected abstract void Handle(T item);
}
