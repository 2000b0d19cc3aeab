using System.Diagnostics;
using ProcGen.Hosting;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Pools;

// Workers that go in good order: they have done enough, are too old or too big, or are not needed. They are told to exit, and killed when they
// have not after the grace.
internal sealed partial class PoolCore
{
    private static readonly TimeSpan WeighingInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Under the lock: a worker gets no more calls and is told to exit.</summary>
    private void Retire(PoolWorker worker, Decisions decisions)
    {
        worker.Phase = WorkerPhase.Retiring;
        decisions.Exits.Add(worker);
        Leave(worker, worker.Link!, decisions);
    }

    /// <summary>Under the lock: when the pool is closed and nothing waits, those that have nothing to do go.</summary>
    private void RetireIfDone(Decisions decisions)
    {
        while (_isClosed
            && _scheduler.QueueLength == 0
            && _workers.FirstOrDefault(worker => worker.Phase is WorkerPhase.Active or WorkerPhase.Standby && !_scheduler.IsBusy(worker)) is { } idle)
        {
            Retire(idle, decisions);
        }
    }

    private void EndInGoodOrder(ChildLink link)
    {
        link.SendExit();
        Task.Delay(Durations.ForTimer(_options.GracePeriod)).ContinueWith(
            _ => link.SendSignal(SignalNames.Kill), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private bool MustRecycle(PoolWorker worker) =>
        worker.Calls >= _options.MaxTasksPerWorker
        || (_options.MaxWorkerAge is { } age && HasLasted(worker.StartedAt, age))
        || IsTooBig(worker);

    private static bool HasLasted(long since, TimeSpan time) => time != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(since) >= time;

    // Asking the system costs as much as a small call: not after each of them.
    private bool IsTooBig(PoolWorker worker)
    {
        if (_options.RecycleAboveMemory is not { } limit || Stopwatch.GetElapsedTime(worker.WeighedAt) < WeighingInterval)
        {
            return false;
        }

        worker.WeighedAt = Stopwatch.GetTimestamp();
        return HostPlatform.Current.CountResidentMemory(worker.Link!.ProcessId) > limit;
    }

    private Timer? BeginHousekeeping()
    {
        TimeSpan age = _options.MaxWorkerAge ?? Timeout.InfiniteTimeSpan;
        TimeSpan idle = _options.Fewest < _options.Most ? _options.IdleTimeout : Timeout.InfiniteTimeSpan;
        TimeSpan[] limits = [.. new[] { age, idle }.Where(static limit => limit != Timeout.InfiniteTimeSpan)];
        if (limits.Length == 0 && _options.RecycleAboveMemory is null)
        {
            return null;
        }

        double shortest = limits.Length == 0 ? double.MaxValue : limits.Min().TotalMilliseconds;
        TimeSpan period = TimeSpan.FromMilliseconds(Math.Clamp(shortest / 4, 10, 1000));
        return new Timer(static pool => ((PoolCore)pool!).KeepHouse(), this, period, period);
    }

    private void KeepHouse()
    {
        Decisions decisions = new();
        lock (_gate)
        {
            if (_isClosed)
            {
                _housekeeping?.Dispose();
                return;
            }

            foreach (PoolWorker worker in _workers.Where(worker => worker.Phase == WorkerPhase.Active && !_scheduler.IsBusy(worker)).ToArray())
            {
                bool isIdleForLong = _wanted > _options.Fewest && HasLasted(worker.IdleSince, _options.IdleTimeout);
                if (isIdleForLong)
                {
                    _wanted--;
                }

                if (isIdleForLong || MustRecycle(worker))
                {
                    Retire(worker, decisions);
                }
            }
        }

        if (decisions.Exits.Count > 0)
        {
            Do(decisions);
        }
    }

    /// <summary>A call waits: if more workers are allowed, there is one more.</summary>
    private void Grow()
    {
        Decisions decisions = new();
        lock (_gate)
        {
            int coming = _workers.Count(static worker => worker.Phase is WorkerPhase.Starting or WorkerPhase.Initializing) - _options.StandbyWorkers;
            if (_wanted == _options.Most || _scheduler.QueueLength <= coming)
            {
                return;
            }

            _wanted++;
            Promote(decisions);
        }

        Do(decisions);
        Fill(TimeSpan.Zero);
    }
}
