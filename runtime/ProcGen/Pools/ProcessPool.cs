using System.ComponentModel;
using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.Pools;

namespace ProcGen;

/// <summary>A pool of worker processes that run calls. Python: <c>multiprocessing.Pool</c> and <c>concurrent.futures.ProcessPoolExecutor</c>.</summary>
/// <remarks>
/// <para>Calls are made through the compiler's façade: <c>pool.Jobs.CountPrimes(1, 1000)</c>, <c>CountPrimesAsync</c>, <c>MapCountPrimesAsync</c>.</para>
/// <para>
/// The death of a worker fails the call that it had begun, with <see cref="WorkerLostException"/>, and no other; the worker is replaced. A
/// call that it had not begun is given to another. Workers that cannot start stop the pool with the cause.
/// </para>
/// <para>
/// <c>await using</c> drains: it waits for the calls that were made. A pool that nobody holds any more and nobody has closed says so on
/// standard error, finishes its calls and ends its workers. All members are safe for use from any thread.
/// </para>
/// </remarks>
// What users hold, and no more than that: the workers lead to the core only. So the collector can tell when nobody holds the pool, while the
// core lives on until its last worker has gone. Whoever comes through here keeps this object alive until the core has taken the call: a pool
// that is closed by its finalizer takes none.
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(PoolDebugView))]
public sealed class ProcessPool : ITargetExecutor, IBatchExecutor, IDisposable, IAsyncDisposable
{
    private readonly PoolCore _core;

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
        _core = new PoolCore(options);
    }

    /// <summary>Nobody has closed it: see the remarks.</summary>
    ~ProcessPool() => _core?.Forget();

    /// <summary>How many workers run when all are busy and well.</summary>
    public int Workers => _core.Parallelism;

    /// <inheritdoc/>
    public int Parallelism => _core.Parallelism;

    bool IBatchExecutor.MayBatch => _core.OfCalls.MaxAttempts == 1;

    /// <summary>What people call it.</summary>
    public string Name => _core.Name;

    /// <summary>The process ids of the workers that run now.</summary>
    public IReadOnlyList<int> WorkerProcessIds => _core.WorkerProcessIds;

    /// <summary>What the pool has done so far. Each reading is a new picture.</summary>
    public PoolStatistics Statistics => _core.Statistics;

    /// <summary>The same workers under other options for the calls that go through it.</summary>
    public ITargetExecutor With(CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PoolView(this, options.OrAttempts(_core.OfCalls.MaxAttempts));
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => Invoke(call, _core.OfCalls, null, cancellationToken);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => InvokeAsync(call, _core.OfCalls, null, cancellationToken);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) => StreamAsync(call, _core.OfCalls, null, cancellationToken);

    /// <summary>Runs a call once on every worker, as in <c>pool.BroadcastAsync(worker => worker.Jobs.ClearAsync())</c>.</summary>
    /// <param name="call">Is run here for each worker, with an executor that leads to that one only.</param>
    /// <param name="cancellationToken">Ends the wait for workers that are starting.</param>
    /// <returns>The results in no particular order. The first error is thrown when all have ended.</returns>
    /// <remarks>
    /// Workers that are starting are waited for. A busy worker runs it after its call. One that is started later never does: what every worker
    /// is to run belongs into <see cref="ProcessPoolOptions.Initializer"/>. A worker that dies before it comes to it fails its call with <see cref="WorkerLostException"/>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public async Task<TResult[]> BroadcastAsync<TResult>(Func<ITargetExecutor, Task<TResult>> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        PoolWorker[] workers = await _core.WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(workers.Select(worker => call(new PoolView(this, CallOptions.Default, worker))).ToArray()).ConfigureAwait(false);
    }

    /// <summary>Runs a call without a result once on every worker.</summary>
    /// <inheritdoc cref="BroadcastAsync{TResult}(Func{ITargetExecutor, Task{TResult}}, CancellationToken)"/>
    public async Task BroadcastAsync(Func<ITargetExecutor, Task> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        PoolWorker[] workers = await _core.WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(workers.Select(worker => call(new PoolView(this, CallOptions.Default, worker))).ToArray()).ConfigureAwait(false);
    }

    /// <summary>Takes no more calls. Those that were made are run; then the workers exit. Returns at once. Python: <c>close()</c>.</summary>
    public void Close() => _core.Close();

    /// <summary>Waits until all calls have ended and the workers have exited. Python: <c>join()</c>.</summary>
    /// <exception cref="InvalidOperationException">The pool has not been closed: its workers would never exit.</exception>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until all calls have ended and the workers have exited, or the time is up.</summary>
    /// <param name="timeout">Zero or negative asks only; <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <returns>Whether they have.</returns>
    /// <exception cref="InvalidOperationException">The pool has not been closed: its workers would never exit.</exception>
    public bool Join(TimeSpan timeout) => _core.Join(timeout);

    /// <summary>Takes no more calls, waits for those that were made, and ends the workers. After <see cref="ProcessPoolOptions.DrainTimeout"/> what still runs is ended.</summary>
    public Task CompleteAsync() => _core.CompleteAsync();

    /// <summary>Takes no more calls, cancels those that wait, and asks the workers to end; kills those that have not after the grace. Waits for it. Python: <c>terminate()</c>.</summary>
    public void Terminate() => _core.Terminate();

    /// <summary>Takes no more calls, cancels those that wait, and kills the workers. Waits for it.</summary>
    public void Kill() => _core.Kill();

    /// <summary>Drains the pool as <see cref="CompleteAsync"/> does. Safe to call more than once.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _core.CompleteAsync().GetAwaiter().GetResult();
    }

    /// <summary>Drains the pool as <see cref="CompleteAsync"/> does. Safe to call more than once.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(_core.CompleteAsync());
    }

    /// <summary>The pool's name, whether it takes calls, and how many workers and calls there are.</summary>
    public override string ToString() => _core.ToString();

    internal TResult Invoke<TResult>(TargetCall<TResult> call, CallOptions options, PoolWorker? only, CancellationToken cancellationToken)
    {
        TResult result = _core.Invoke(call, options, cancellationToken, only);
        GC.KeepAlive(this);
        return result;
    }

    internal Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CallOptions options, PoolWorker? only, CancellationToken cancellationToken)
    {
        Task<TResult> task = _core.InvokeAsync(call, options, cancellationToken, only);
        GC.KeepAlive(this);
        return task;
    }

    internal IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CallOptions options, PoolWorker? only, CancellationToken cancellationToken) =>
        _core.StreamAsync(call, options, only, keptAlive: this, cancellationToken);
}
