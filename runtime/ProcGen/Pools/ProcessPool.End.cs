using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <summary>Takes no more calls. Those that were made are run; then the workers exit. Returns at once. Python: <c>close()</c>.</summary>
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

    /// <summary>Waits until all calls have ended and the workers have exited. Python: <c>join()</c>.</summary>
    /// <exception cref="InvalidOperationException">The pool has not been closed: its workers would never exit.</exception>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until all calls have ended and the workers have exited, or the time is up.</summary>
    /// <param name="timeout">Zero or negative asks only; <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <returns>Whether they have.</returns>
    /// <exception cref="InvalidOperationException">The pool has not been closed: its workers would never exit.</exception>
    public bool Join(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                throw new InvalidOperationException($"Pool '{_name}' is still open, so that joining it would never end. Call {nameof(Close)} first.");
            }
        }

        return _ended.Task.Wait(timeout == Timeout.InfiniteTimeSpan || timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
    }

    /// <summary>Takes no more calls, waits for those that were made, and ends the workers. After <see cref="ProcessPoolOptions.DrainTimeout"/> what still runs is ended.</summary>
    public async Task CompleteAsync()
    {
        Close();
        await _drained.Task.WaitAsync(_options.DrainTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_drained.Task.IsCompleted)
        {
            await _ended.Task.WaitAsync(_options.GracePeriod).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_ended.Task.IsCompleted)
        {
            await Task.Run(Terminate).ConfigureAwait(false);
        }
    }

    /// <summary>Takes no more calls, cancels those that wait, and asks the workers to end; kills those that have not after the grace. Waits for it. Python: <c>terminate()</c>.</summary>
    public void Terminate() => End([SignalNames.Terminate, SignalNames.Kill]);

    /// <summary>Takes no more calls, cancels those that wait, and kills the workers. Waits for it.</summary>
    public void Kill() => End([SignalNames.Kill]);

    /// <summary>Drains the pool as <see cref="CompleteAsync"/> does. Safe to call more than once.</summary>
    public void Dispose() => CompleteAsync().GetAwaiter().GetResult();

    /// <summary>Drains the pool as <see cref="CompleteAsync"/> does. Safe to call more than once.</summary>
    public ValueTask DisposeAsync() => new(CompleteAsync());

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
