using System.Diagnostics;
using ProcGen.Hosting;

namespace ProcGen.Pools;

// Times and deaths are noted under the lock, where the pool is anyway; outcomes are counted by whoever ends a call.
internal sealed partial class PoolCore
{
    private const int SlowestKept = 5;
    private const int DeathsKept = 100;

    private readonly List<CallStatistics> _slowest = [];
    private readonly Queue<WorkerDeath> _lastDeaths = new();
    private long _calls;
    private long _completed;
    private long _failed;
    private long _cancelled;
    private long _lost;
    private long _retries;
    private TimeSpan _waited;
    private TimeSpan _worked;

    public PoolStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new PoolStatistics
                {
                    Calls = _calls,
                    Completed = Interlocked.Read(ref _completed),
                    Failed = Interlocked.Read(ref _failed),
                    Cancelled = Interlocked.Read(ref _cancelled),
                    Lost = Interlocked.Read(ref _lost),
                    Retries = _retries,
                    QueueLength = _scheduler.QueueLength,
                    Busy = _scheduler.BusyCount,
                    WorkersStarted = _lastNumber,
                    Waited = _waited,
                    Worked = _worked,
                    Workers = [.. _workers.Where(static worker => worker.Link is not null).OrderBy(static worker => worker.StartedAt).Select(Describe)],
                    SlowestCalls = [.. _slowest],
                    Deaths = [.. _lastDeaths],
                };
            }
        }
    }

    private WorkerStatistics Describe(PoolWorker worker)
    {
        TimeSpan age = Stopwatch.GetElapsedTime(worker.StartedAt);
        ChildLink link = worker.Link!;
        return new WorkerStatistics(
            worker.Name, link.ProcessId, worker.Phase.ToString().ToLowerInvariant(), _scheduler.IsBusy(worker), worker.Calls, age, worker.Worked, age - worker.Worked, link.BytesSent, link.BytesReceived);
    }

    // Under the lock: a worker is done with its call, one way or the other.
    private void NoteTimes(PoolWorker worker, PendingCall pending, long now)
    {
        TimeSpan worked = Stopwatch.GetElapsedTime(worker.GivenAt, now);
        TimeSpan waited = Stopwatch.GetElapsedTime(pending.MadeAt, worker.GivenAt);
        worker.Worked += worked;
        _worked += worked;
        _waited += waited;
        PoolMeters.NoteTimes(worked, waited);
        if (_slowest.Count < SlowestKept || worked > _slowest[^1].Worked)
        {
            CallStatistics call = new(pending.Call.Target.Name, pending.Options.Tag, waited, worked, worker.Link!.ProcessId);
            int index = _slowest.Count;
            while (index > 0 && _slowest[index - 1].Worked < worked)
            {
                index--;
            }

            _slowest.Insert(index, call);
            if (_slowest.Count > SlowestKept)
            {
                _slowest.RemoveAt(SlowestKept);
            }
        }
    }

    // Under the lock. The time is for people and compared with nothing.
    private void NoteDeath(PoolWorker worker, ChildLink link)
    {
        _lastDeaths.Enqueue(new WorkerDeath(TimeProvider.System.GetUtcNow(), worker.Name, link.ProcessId, link.ExitStatus!, _scheduler.CallOf(worker)?.Call.Target.Name));
        if (_lastDeaths.Count > DeathsKept)
        {
            _lastDeaths.Dequeue();
        }

        PoolMeters.NoteDeath(_name);
    }
}
