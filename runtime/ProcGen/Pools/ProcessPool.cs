using System.ComponentModel;
using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen;

/// <summary>A pool of worker processes that run calls. Python: <c>multiprocessing.Pool</c> and <c>concurrent.futures.ProcessPoolExecutor</c>.</summary>
/// <remarks>
/// <para>Calls are made through the compiler's façade: <c>pool.Jobs.CountPrimes(1, 1000)</c>, <c>CountPrimesAsync</c>, <c>MapCountPrimesAsync</c>.</para>
/// <para>
/// The death of a worker fails the call that it had begun, with <see cref="WorkerLostException"/>, and no other; the worker is replaced. A
/// call that it had not begun is given to another. Workers that cannot start stop the pool with the cause.
/// </para>
/// <para><c>await using</c> drains: it waits for the calls that were made. All members are safe for use from any thread.</para>
/// </remarks>
// One lock (_gate) guards all that changes here and in the scheduler. Under it things are decided; they are done outside of it (Decisions),
// since sending and failing a call run code of others. Threads that come here: callers, the reactor (a worker is ready, has ended a call, has
// ended), the spawner (starts workers), timers (limits of calls, housekeeping).
//
// Who could wait, and what ends the wait
// - A call that waits for a worker: a worker that becomes free or is started; else the pool's stop (Break), for workers that cannot start
//   are counted.
// - A call that a worker has, or that has gone ahead to it: its end, or the worker's death, which its parent always hears of (ChildLink); or
//   another worker that becomes idle or has ended a call, and takes back what the first has not begun.
// - A caller that waits for room in the queue: a call that leaves it, or the pool's end.
// - Who joins: each worker that is told to exit is killed when it has not after the grace.
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class ProcessPool : ITargetExecutor, IBatchExecutor, IDisposable, IAsyncDisposable
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

    /// <summary>Starts a pool with as many workers as this process may use processors.</summary>
    /// <inheritdoc cref="ProcessPool(ProcessPoolOptions)"/>
    public ProcessPool()
        : this(new ProcessPoolOptions())
    {
    }

    /// <summary>Starts a pool.</summary>
    /// <param name="workers">How many workers run; at least 1.</param>
    /// <inheritdoc cref="ProcessPool(ProcessPoolOptions)"/>
    public ProcessPool(int workers)
        : this(new ProcessPoolOptions { Workers = workers })
    {
    }

    /// <summary>Starts a pool. Its workers have not said hello yet when this returns; calls may be made at once.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The current process is a daemon, has not finished bootstrapping, or cannot be started again.</exception>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    /// <exception cref="UnserializableValueException">An argument of the initializer cannot cross.</exception>
    /// <exception cref="PlatformNotSupportedException">Child processes are not written for this system yet.</exception>
    public ProcessPool(ProcessPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MinWorkers > options.MaxWorkers)
        {
            throw new ArgumentException($"{nameof(options.MinWorkers)} is {options.MinWorkers} and {nameof(options.MaxWorkers)} only {options.MaxWorkers}.", nameof(options));
        }

        _options = options;
        _tally = Tally;
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

    /// <summary>How many workers run when all are busy and well.</summary>
    public int Workers => _options.Most;

    /// <inheritdoc/>
    public int Parallelism => _options.Most;

    bool IBatchExecutor.MayBatch => true;

    /// <summary>What people call it.</summary>
    public string Name => _name;

    /// <summary>The process ids of the workers that run now.</summary>
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

    /// <summary>The same workers under other options for the calls that go through it.</summary>
    public ITargetExecutor With(CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PoolView(this, options);
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => Invoke(call, CallOptions.Default, cancellationToken);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => InvokeAsync(call, CallOptions.Default, cancellationToken);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) => StreamAsync(call, CallOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            string state = _broken is not null ? "stopped by an error" : _isClosed ? "closed" : "running";
            return $"{_name} ({state}: {_workers.Count} workers, {_scheduler.BusyCount} busy, {_scheduler.QueueLength} calls waiting)";
        }
    }
}
