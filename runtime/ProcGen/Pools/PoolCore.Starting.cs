using System.Diagnostics;
using System.Globalization;
using ProcGen.Hosting;

namespace ProcGen.Pools;

internal sealed partial class PoolCore
{
    // Workers that exit, crash or hang before they say hello will do so again. Those that somebody kills say nothing of the kind, but if it
    // goes on and on (for want of memory, perhaps) nothing will ever run either.
    private const int MaxFailedStarts = 3;
    private const int MaxKilledStarts = 500;
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly Queue<long> _deaths = new();

    /// <summary>Sees to it that as many workers run, or start, as are to.</summary>
    private void Fill(TimeSpan delay)
    {
        bool isNeeded;
        lock (_gate)
        {
            isNeeded = MayStartWorker();
        }

        if (isNeeded)
        {
            // On the spawner's thread: the reactor has no time for it, and the thread pool may be full of callers that wait for this very worker.
            Spawner.Post(StartMissing, delay);
        }

        CheckEnded();
    }

    private void StartMissing()
    {
        while (true)
        {
            lock (_gate)
            {
                if (!MayStartWorker())
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
                    Spawner.Post(StartMissing, BackOff(times));
                }

                CheckEnded();
                return;
            }
        }
    }

    // Under the lock, but for the constructor. Decided by counting what is there, never by tokens that could be lost.
    private bool MayStartWorker()
    {
        if (_broken is not null || _isEnding || (_isClosed && _scheduler.QueueLength == 0))
        {
            return false;
        }

        int all = _workers.Count(static worker => worker.Phase != WorkerPhase.Retiring);
        int starting = _workers.Count(static worker => worker.Phase is WorkerPhase.Starting or WorkerPhase.Initializing);
        return all < _wanted + (_isClosed ? 0 : _options.StandbyWorkers) && !(starting >= _options.StartConcurrency);
    }

    private void StartWorker()
    {
        PoolWorker worker;
        lock (_gate)
        {
            worker = new PoolWorker(this, $"{_name}-{++_lastNumber}") { Took = _vacancies.TryDequeue(out Vacancy? vacancy) ? vacancy : null };
            _restarts += worker.Took is null ? 0 : 1;
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
                if (worker.Took is { } vacancy)
                {
                    _restarts--;
                    _vacancies.Enqueue(vacancy);
                }
            }

            worker.Page.Dispose();
            throw;
        }
    }

    // Doubled each time, and never the same for two pools that fail for one reason.
    private static TimeSpan BackOff(int times)
    {
        TimeSpan delay = FirstBackOff * Math.Pow(2, Math.Min(times - 1, 10));
        return (delay < LongestBackOff ? delay : LongestBackOff) * (0.5 + Random.Shared.NextDouble());
    }

    // Under the lock: a worker has died; whether more have in the time than may.
    private bool IsTooOften()
    {
        if (_options.MaxRestarts is not { } most || _isEnding)
        {
            return false;
        }

        _deaths.Enqueue(Stopwatch.GetTimestamp());
        while (_options.RestartWindow != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(_deaths.Peek()) > _options.RestartWindow)
        {
            _deaths.Dequeue();
        }

        return _deaths.Count > most;
    }

    // Workers cannot be started, or die too often: nobody would ever run what waits.
    private void Break(Exception cause)
    {
        PendingCall[] waiting;
        ChildLink[] links;
        TaskCompletionSource[] room;
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
            room = TakeThoseWaitingForRoom();
        }

        foreach (PendingCall pending in waiting)
        {
            pending.PostFailure(Stopped());
        }

        foreach (ChildLink link in links)
        {
            link.SendSignal(SignalNames.Kill);
        }

        Array.ForEach(room, static one => one.TrySetResult());
        CheckEnded();
    }

    private ProcessStartException Stopped() => _broken switch
    {
        ProcessStartException error => new ProcessStartException(error.Failure, $"Pool '{_name}' has stopped because its workers cannot start: {error.Message}", error.ExitStatus, innerException: error),
        WorkerLostException error => new ProcessStartException(
            StartFailure.TooManyDeaths, $"Pool '{_name}' has stopped because more than {_options.MaxRestarts} workers died within {_options.RestartWindow.TotalSeconds:0.###} s. The last: {error.Message}", error.ExitStatus, innerException: error),
        var error => new ProcessStartException(StartFailure.CouldNotSpawn, $"Pool '{_name}' has stopped because its workers cannot start: {error?.Message}", innerException: error),
    };

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
        RuntimeVariables = CollectorVariables(),
        ProcessorShare = ProcessorBudget.Share(_options.Most),
        Priority = _options.Priority,
        ProcessorAffinity = _options.ProcessorAffinity,
        StartTimeout = _options.StartTimeout,
        MessageLimit = _options.MessageLimit,
        Page = worker.Page,
        Tag = worker,
    };

    private Dictionary<string, string> CollectorVariables()
    {
        Dictionary<string, string> variables = [];
        if (_options.UseServerGC is { } server)
        {
            variables["DOTNET_gcServer"] = server ? "1" : "0";
        }

        if (_options.UseConcurrentGC is { } concurrent)
        {
            variables["DOTNET_gcConcurrent"] = concurrent ? "1" : "0";
        }

        if (_options.GCHeapCount is { } heaps)
        {
            variables["DOTNET_GCHeapCount"] = heaps.ToString("x", CultureInfo.InvariantCulture);
        }

        if (_options.GCConserveMemory is { } level)
        {
            variables["DOTNET_GCConserveMemory"] = level.ToString(CultureInfo.InvariantCulture);
        }

        return variables;
    }
}
