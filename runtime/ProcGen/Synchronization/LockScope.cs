namespace ProcGen;

/// <summary>A lock that was acquired; disposing of it releases the lock. Python: <c>with lock:</c>.</summary>
public readonly struct LockScope : IDisposable
{
    private readonly ProcessLockBase? _lock;
    private readonly int _flow;

    internal LockScope(ProcessLockBase held, int flow)
    {
        _lock = held;
        _flow = flow;
    }

    /// <summary>Whether the lock's last holder died while it held it: then look whether what it guards is whole.</summary>
    public bool WasAbandoned => _lock is { WasAbandoned: true };

    /// <summary>For those who cannot repair what a dead holder left: <c>using var held = theLock.Acquire().ThrowIfAbandoned();</c></summary>
    /// <returns>This, when all is well.</returns>
    /// <exception cref="AbandonedLockException">The last holder died. The lock has been released, and the next who acquires it will be told as well.</exception>
    public LockScope ThrowIfAbandoned()
    {
        if (WasAbandoned)
        {
            string text = _lock!.ToString();
            _lock.ReleaseAsAbandoned();
            throw new AbandonedLockException($"{text}: the process that held it died, so what it guards may be half changed. Repair that under the lock (WasAbandoned tells), or make it anew.", _lock.Name);
        }

        return this;
    }

    /// <summary>Releases the lock, on whatever thread.</summary>
    /// <exception cref="SynchronizationLockException">It was released already.</exception>
    public void Dispose() => _lock?.Release(_flow);
}
