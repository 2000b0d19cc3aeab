using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    // Those who wait until as many workers take calls as are to; told whenever that may have changed.
    private readonly List<TaskCompletionSource> _waitingForWorkers = [];

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
        PoolWorker[] workers = await WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(workers.Select(worker => call(new PoolView(this, CallOptions.Default, worker))).ToArray()).ConfigureAwait(false);
    }

    /// <summary>Runs a call without a result once on every worker.</summary>
    /// <inheritdoc cref="BroadcastAsync{TResult}(Func{ITargetExecutor, Task{TResult}}, CancellationToken)"/>
    public async Task BroadcastAsync(Func<ITargetExecutor, Task> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        PoolWorker[] workers = await WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(workers.Select(worker => call(new PoolView(this, CallOptions.Default, worker))).ToArray()).ConfigureAwait(false);
    }

    private async Task<PoolWorker[]> WaitForWorkersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource changed;
            lock (_gate)
            {
                ThrowIfClosed();
                PoolWorker[] active = [.. _workers.Where(static worker => worker.Phase == WorkerPhase.Active)];
                if (active.Length >= _wanted)
                {
                    return active;
                }

                _waitingForWorkers.Add(changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            await changed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void TellThoseWaitingForWorkers()
    {
        TaskCompletionSource[] all;
        lock (_gate)
        {
            if (_waitingForWorkers.Count == 0)
            {
                return;
            }

            all = [.. _waitingForWorkers];
            _waitingForWorkers.Clear();
        }

        Array.ForEach(all, static one => one.TrySetResult());
    }
}
