using ProcGen.Hosting;
using ProcGen.Waiting;

namespace ProcGen.Pools;

internal sealed partial class PoolCore
{
    public void Close()
    {
        Decisions decisions = new();
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            decisions.Room.AddRange(TakeThoseWaitingForRoom());
            RetireIfDone(decisions);
        }

        Do(decisions);
    }

    public bool Join(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                throw new InvalidOperationException($"Pool '{_name}' is still open, so that joining it would never end. Call {nameof(Close)} first.");
            }
        }

        return _ended.Task.Wait(Durations.ForTimerOrNow(timeout));
    }

    public async Task CompleteAsync()
    {
        Close();
        await _drained.Task.WaitAsync(Durations.ForTimer(_options.DrainTimeout)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_drained.Task.IsCompleted)
        {
            await _ended.Task.WaitAsync(Durations.ForTimer(_options.GracePeriod)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_ended.Task.IsCompleted)
        {
            await Task.Run(Terminate).ConfigureAwait(false);
        }
    }

    public void Terminate() => End([SignalNames.Terminate, SignalNames.Kill]);

    public void Kill() => End([SignalNames.Kill]);

    /// <summary>
    /// Nobody holds the pool any more. If nobody has closed it either, it is closed now: what was asked of it is run, and the workers exit.
    /// Comes from the finalizer, whose thread must not wait for our lock and not run code of others.
    /// </summary>
    public void Forget() => ThreadPool.UnsafeQueueUserWorkItem(static core => core.CloseForgotten(), this, preferLocal: false);

    private void CloseForgotten()
    {
        int workers;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            workers = _workers.Count;
        }

        Close();
        Console.Error.WriteLine($"ProcGen: pool '{_name}' was neither closed nor disposed, and nobody holds it any more: its {workers} workers are told to exit. Write 'await using' where it is made.");
    }

    private void End(ReadOnlySpan<int> signals)
    {
        PendingCall[] waiting;
        ChildLink[] links;
        TaskCompletionSource[] room;
        lock (_gate)
        {
            _isClosed = true;
            _isEnding = true;
            waiting = _scheduler.WithdrawAll();
            links = [.. _workers.Select(static worker => worker.Link).OfType<ChildLink>()];
            room = TakeThoseWaitingForRoom();
        }

        foreach (PendingCall pending in waiting)
        {
            pending.PostFailure(NotBegun(pending));
        }

        Array.ForEach(room, static one => one.TrySetResult());
        ProcessTree.End(links, _options.GracePeriod, signals);
        CheckEnded();
    }

    private OperationCanceledException NotBegun(PendingCall pending) => new($"Pool '{_name}' was ended before {pending.Call.Target} was begun.");

    private void ThrowIfClosed()
    {
        if (_broken is not null)
        {
            throw Stopped();
        }

        if (_isClosed)
        {
            throw new InvalidOperationException($"Pool '{_name}' is closed and takes no more calls.");
        }
    }

    /// <summary>Tells those who wait for it when all calls have ended, and when all workers have, too.</summary>
    private void CheckEnded()
    {
        bool isDrained;
        bool hasEnded;
        lock (_gate)
        {
            isDrained = _isClosed && _scheduler.IsEmpty;
            hasEnded = isDrained && _workers.Count == 0;
        }

        TellThoseWaitingForWorkers();
        if (isDrained)
        {
            _drained.TrySetResult();
        }

        if (hasEnded)
        {
            _housekeeping?.Dispose();
            _ended.TrySetResult();
        }
    }
}
