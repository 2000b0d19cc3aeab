using ProcGen.Hosting;

namespace ProcGen.Pools;

internal sealed partial class PoolCore
{
    // Those who wait until as many workers take calls as are to; told whenever that may have changed.
    private readonly List<TaskCompletionSource> _waitingForWorkers = [];

    /// <summary>Waits until as many workers take calls as are to, and gives them.</summary>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public async Task<PoolWorker[]> WaitForWorkersAsync(CancellationToken cancellationToken)
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
