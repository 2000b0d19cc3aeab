using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>A pool as its workers know it.</summary>
// One lock (_gate) guards all that changes here and in the scheduler. Under it things are decided; they are done outside of it (Decisions),
// since sending and failing a call run code of others. Threads that come here: callers, the reactor (a worker is ready, has ended a call, has
// ended), the spawner (starts workers), timers (limits of calls, housekeeping).
//
// Who could wait, and what ends the wait (tests/WAITS.md has them all, each with a test that kills what it waits for)
// - A call that waits for a worker: a worker that becomes free or is started; else the pool's stop (Break), for workers that cannot start
//   are counted.
// - A call that a worker has, or that has gone ahead to it: its end, or the worker's death, which its parent always hears of (ChildLink); or
//   another worker that becomes idle or has ended a call, and takes back what the first has not begun.
// - A caller that waits for room in the queue: a call that leaves it, or the pool's end.
// - Who joins: each worker that is told to exit is killed when it has not after the grace.
internal sealed partial class PoolCore : ICallObserver
{
    private static int s_count;

    private readonly Lock _gate = new();
    private readonly ProcessPoolOptions _options;
    private readonly string _name;
    private readonly PoolScheduler<PoolWorker> _scheduler = new(TryTakeBack);
    private readonly HashSet<PoolWorker> _workers = [];
    private readonly Func<PendingCall>[] _initializer;
    private readonly Timer? _housekeeping;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // How many workers are to take calls now; between the options' fewest and most.
    private int _wanted;
    private int _lastNumber;
    private int _failedStarts;
    private int _killedStarts;
    private bool _isClosed;
    private bool _isEnding;
    private Exception? _broken;

    public PoolCore(ProcessPoolOptions options)
    {
        if (options.MinWorkers > options.MaxWorkers)
        {
            throw new ArgumentException($"{nameof(options.MinWorkers)} is {options.MinWorkers} and {nameof(options.MaxWorkers)} only {options.MaxWorkers}.", nameof(options));
        }

        _options = options;
        OfCalls = CallOptions.Default.OrAttempts(options.MaxAttempts);
        _mayGoAhead = options is { MaxTasksPerWorker: null, MaxWorkerAge: null, RecycleAboveMemory: null };
        _name = options.Name ?? $"Pool-{Interlocked.Increment(ref s_count)}";
        _wanted = options.Fewest;
        if (ProcessInfo.Current.IsDaemon)
        {
            throw new InvalidOperationException($"Pool '{_name}' was not started: the current process '{ProcessInfo.Current.Name}' is a daemon, and daemons may not have children.");
        }

        _initializer = CallRecorder.Record(options);
        try
        {
            while (MayStartWorker())
            {
                StartWorker();
            }
        }
        catch
        {
            Kill();
            throw;
        }

        _housekeeping = BeginHousekeeping();
    }

    public int Parallelism => _options.Most;

    /// <summary>The options of calls for which none were given.</summary>
    public CallOptions OfCalls { get; }

    public string Name => _name;

    public IReadOnlyList<int> WorkerProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Select(static worker => worker.Link).OfType<ChildLink>().Select(static link => link.ProcessId).Order()];
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            string state = _broken is not null ? "stopped by an error" : _isClosed ? "closed" : "running";
            return $"{_name} ({state}: {_workers.Count} workers, {_scheduler.BusyCount} busy, {_scheduler.QueueLength} calls waiting)";
        }
    }
}
