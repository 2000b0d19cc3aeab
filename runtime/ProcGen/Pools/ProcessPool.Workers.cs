using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    // Workers that exit, crash or hang before they say hello will do so again. Those that somebody kills say nothing of the kind, but if it
    // goes on and on (for want of memory, perhaps) nothing will ever run either.
    private const int MaxFailedStarts = 3;
    private const int MaxKilledStarts = 50;
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    /// <summary>A worker can take a call: it said hello, or its last call has ended.</summary>
    internal void OnWorkerFree(PoolWorker worker)
    {
        PendingCall? next;
        bool isDone;
        lock (_gate)
        {
            if (!_workers.Contains(worker))
            {
                // Its end was told before the end of its call was: they come on different threads.
                return;
            }

            _failedStarts = 0;
            _killedStarts = 0;
            next = _scheduler.Release(worker);
            if (next is not null)
            {
                next.Link = worker.Link;
            }

            isDone = next is null && _isClosed;
        }

        if (next is not null)
        {
            Send(worker.Link!, next);
        }
        else if (isDone)
        {
            worker.Link!.SendExit();
            CheckEnded();
        }
    }

    /// <summary>A worker is gone.</summary>
    internal void OnWorkerEnded(PoolWorker worker)
    {
        ChildLink link = worker.Link!;
        PendingCall? pending;
        PoolWorker? next = null;
        Exception? loss = null;
        TimeSpan delay = TimeSpan.Zero;
        bool isHopeless = false;
        lock (_gate)
        {
            // A call that has ended is not lost, though its worker was not yet free again.
            pending = _scheduler.Remove(worker) is { HasEnded: false } had ? had : null;
            _workers.Remove(worker);
            if (link.StartError is { } error)
            {
                bool wasKilled = error.Failure == StartFailure.ExitedBeforeHello && error.ExitStatus is { Signal: SignalNames.Kill or SignalNames.Terminate };
                int times = wasKilled ? ++_killedStarts : ++_failedStarts;
                delay = BackOff(times);
                isHopeless = error.Failure == StartFailure.Refused || _failedStarts >= MaxFailedStarts || _killedStarts >= MaxKilledStarts;
            }

            if (pending is not null)
            {
                loss = Settle(pending, link, begun: worker.Page.BegunCall == pending.Id, out next);
            }
        }

        if (pending is not null)
        {
            Conclude(pending, loss, next);
        }

        if (isHopeless)
        {
            Break(link.StartError!);
        }
        else
        {
            // On the spawner's thread: the reactor has no time for it, and the thread pool may be full of callers that wait for this very worker.
            Spawner.Post(Replace, delay);
        }

        CheckEnded();
    }

    /// <summary>Decides, under the lock, what becomes of a call whose worker died: another worker, now or later, or the error that it fails with.</summary>
    private Exception? Settle(PendingCall pending, ChildLink link, bool begun, out PoolWorker? next)
    {
        next = null;
        if (pending.IsTimedOut)
        {
            return pending.TimedOut();
        }

        if (!begun && (_isEnding || _broken is not null))
        {
            return _broken is not null ? Stopped() : NotBegun(pending);
        }

        if (begun && (_isEnding || _broken is not null || pending.Attempt >= pending.Options.MaxAttempts))
        {
            pending.State = CallState.Lost;
            return new WorkerLostException(link.ExitStatus!, link.ProcessId, pending.Call.Target.Name, pending.Attempt, link.ErrorTail, link.ChannelError);
        }

        if (begun)
        {
            pending.Attempt++;
        }

        next = _scheduler.Requeue(pending);
        pending.Link = next?.Link;
        return null;
    }

    private void StartWorker()
    {
        PoolWorker worker;
        lock (_gate)
        {
            worker = new PoolWorker(this, $"{_name}-{++_lastNumber}");
            _workers.Add(worker);
        }

        try
        {
            ChildLink link = ChildLink.Start(Specify(worker), worker);
            worker.Link = link;
        }
        catch
        {
            lock (_gate)
            {
                _workers.Remove(worker);
            }

            worker.Page.Dispose();
            throw;
        }
    }

    private void Replace()
    {
        lock (_gate)
        {
            if (_broken is not null || _isEnding || _workers.Count >= _options.Workers || (_isClosed && _scheduler.IsEmpty))
            {
                return;
            }
        }

        try
        {
            StartWorker();
        }
        catch (Exception exception)
        {
            // Memory or process ids may be short for a while; whatever it is, it is told when it does not pass.
            int times;
            lock (_gate)
            {
                times = ++_failedStarts;
            }

            if (times >= MaxFailedStarts)
            {
                Break(exception);
            }
            else
            {
                Spawner.Post(Replace, BackOff(times));
            }
        }

        CheckEnded();
    }

    // Doubled each time, and never the same for two pools that fail for one reason.
    private static TimeSpan BackOff(int times)
    {
        TimeSpan delay = FirstBackOff * Math.Pow(2, Math.Min(times - 1, 10));
        return (delay < LongestBackOff ? delay : LongestBackOff) * (0.5 + Random.Shared.NextDouble());
    }

    // Workers cannot be started: nobody would ever run what waits.
    private void Break(Exception cause)
    {
        PendingCall[] waiting;
        ChildLink[] links;
        lock (_gate)
        {
            if (_broken is not null)
            {
                return;
            }

            _broken = cause;
            _isClosed = true;
            waiting = _scheduler.WithdrawAll();
            links = [.. _workers.Select(static worker => worker.Link).OfType<ChildLink>()];
        }

        foreach (PendingCall pending in waiting)
        {
            pending.PostFailure(Stopped());
        }

        foreach (ChildLink link in links)
        {
            link.SendSignal(SignalNames.Kill);
        }

        CheckEnded();
    }

    private ProcessStartException Stopped() => _broken is ProcessStartException error
        ? new ProcessStartException(error.Failure, $"Pool '{_name}' has stopped because its workers cannot start: {error.Message}", error.ExitStatus, innerException: error)
        : new ProcessStartException(StartFailure.CouldNotSpawn, $"Pool '{_name}' has stopped because its workers cannot start: {_broken?.Message}", innerException: _broken);

    private ChildSpecification Specify(PoolWorker worker) => new()
    {
        Name = ProcessInfo.Current.IsChild ? $"{ProcessInfo.Current.Name}:{worker.Name}" : worker.Name,
        IsDaemon = false,
        IsWorker = true,
        AuthKey = ProcessInfo.Current.AuthKey.ToArray(),
        Output = _options.Output,
        OutputReceived = _options.OutputReceived,
        Environment = _options.EnvironmentVariables,
        WorkingDirectory = _options.WorkingDirectory,
        HeapLimit = _options.WorkerMemoryLimit,
        StartTimeout = _options.StartTimeout,
        MessageLimit = _options.MessageLimit,
        Page = worker.Page,
        Tag = worker,
    };
}
