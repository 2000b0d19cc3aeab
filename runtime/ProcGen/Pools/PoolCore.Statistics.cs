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
    private readonly Queue<Vacancy> _vacancies = new();
    private int _restarts;

    // Of workers that have ended.
    private TimeSpan _idleBefore;
    private long _sentBefore;
    private long _receivedBefore;

    public PoolStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                WorkerStatistics[] workers = [.. _workers.Where(static worker => worker.Link is not null).OrderBy(static worker => worker.StartedAt).Select(Describe)];
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
                    Restarts = _restarts,
                    Waited = _waited,
                    Worked = _worked,
                    Idle = workers.Aggregate(_idleBefore, static (sum, worker) => sum + worker.Idle),
                    BytesSent = _sentBefore + workers.Sum(static worker => worker.BytesSent),
                    BytesReceived = _receivedBefore + workers.Sum(static worker => worker.BytesReceived),
                    Workers = workers,
                    SlowestCalls = [.. _slowest],
                    Deaths = [.. _lastDeaths],
                };
            }
        }
    }

    private WorkerStatistics Describe(PoolWorker worker)
    {
        TimeSpan age = Stopwatch.GetElapsedTime(worker.StartedAt);
        bool isBusy = _scheduler.IsBusy(worker);
        TimeSpan worked = worker.Worked + (isBusy ? Stopwatch.GetElapsedTime(worker.GivenAt) : TimeSpan.Zero);
        ChildLink link = worker.Link!;
        return new WorkerStatistics(
            worker.Name, link.ProcessId, worker.Phase.ToString().ToLowerInvariant(), isBusy, worker.Calls, age, worked, age > worked ? age - worked : TimeSpan.Zero, link.BytesSent, link.BytesReceived)
        {
            Waited = worker.Waited,
            Restarts = worker.Took?.Restarts ?? 0,
            LastDeath = worker.Took?.Death,
        };
    }

    // Under the lock: a worker is done with its call, one way or the other.
    private void NoteTimes(PoolWorker worker, PendingCall pending, long now)
    {
        TimeSpan worked = Stopwatch.GetElapsedTime(worker.GivenAt, now);
        TimeSpan waited = Stopwatch.GetElapsedTime(pending.MadeAt, worker.GivenAt);
        worker.Worked += worked;
        worker.Waited += waited;
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

    // Under the lock: a worker is gone, in whichever way, and what it had done stays counted.
    private void NoteEnd(PoolWorker worker)
    {
        WorkerStatistics last = Describe(worker);
        _idleBefore += last.Idle;
        _sentBefore += last.BytesSent;
        _receivedBefore += last.BytesReceived;
    }

    // Under the lock. The time is for people and compared with nothing.
    private void NoteDeath(PoolWorker worker, ChildLink link)
    {
        WorkerDeath death = new(TimeProvider.System.GetUtcNow(), worker.Name, link.ProcessId, link.ExitStatus!, _scheduler.CallOf(worker)?.Call.Target.Name);
        _vacancies.Enqueue(new Vacancy((worker.Took?.Restarts ?? 0) + 1, death));
        _lastDeaths.Enqueue(death);
        if (_lastDeaths.Count > DeathsKept)
        {
            _lastDeaths.Dequeue();
        }

        PoolMeters.NoteDeath(_name);
    }
}
