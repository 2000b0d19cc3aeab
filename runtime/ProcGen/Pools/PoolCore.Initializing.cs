using System.Diagnostics;
using ProcGen.Hosting;

namespace ProcGen.Pools;

// From a worker's hello to its first call.
internal sealed partial class PoolCore
{
    private void Initialize(PoolWorker worker, int done)
    {
        if (done == _initializer.Length)
        {
            Activate(worker);
            return;
        }

        PendingCall pending;
        try
        {
            pending = _initializer[done]();
        }
        catch (Exception exception)
        {
            // Arguments that crossed when the pool was made do not any more: they have been changed or closed since.
            Break(InitializerFailed(worker.Link!, exception));
            return;
        }

        // The end of a call is told twice, and in any order: its outcome on the thread pool, and on the reactor that the worker is free. Whoever
        // sends the next call before the second finds it taken for the one that has ended, and its answer is read by nobody.
        TaskCompletionSource isFree = new(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.InitializerCallEnded = isFree;
        pending.Link = worker.Link;
        Task.WhenAll(pending.Completion, isFree.Task).ContinueWith(
            task =>
            {
                if (task.IsCompletedSuccessfully)
                {
                    Initialize(worker, done + 1);
                }
                else
                {
                    Break(InitializerFailed(worker.Link!, task.Exception?.InnerException));
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        // When it has ended already, its end is told as any other.
        worker.Link!.Give(pending);
        EndWithCall(Limit(pending), pending);
        worker.Link!.SendGiven();
    }

    private void Activate(PoolWorker worker)
    {
        Decisions decisions = new();
        lock (_gate)
        {
            if (worker.Phase != WorkerPhase.Initializing)
            {
                return;
            }

            _failedStarts = 0;
            _killedStarts = 0;
            worker.Phase = WorkerPhase.Standby;
            Promote(decisions);
            RetireIfDone(decisions);
        }

        Do(decisions);
        Fill(TimeSpan.Zero);
    }

    /// <summary>Under the lock: as long as too few workers take calls, one that stands by does from now on.</summary>
    private void Promote(Decisions decisions)
    {
        if (_isClosed && _scheduler.QueueLength == 0)
        {
            return;
        }

        int active = _workers.Count(static worker => worker.Phase == WorkerPhase.Active);
        while (active < _wanted && _workers.FirstOrDefault(static worker => worker.Phase == WorkerPhase.Standby) is { } worker)
        {
            active++;
            worker.Phase = WorkerPhase.Active;
            worker.IdleSince = Stopwatch.GetTimestamp();
            if (_scheduler.Release(worker) is { } next)
            {
                Assign(worker, next);
                decisions.Sends.Add((worker, next));
                decisions.Room.AddRange(TakeThoseWaitingForRoom());
            }
        }
    }

    private ProcessStartException DiedInInitializer(ChildLink link) => new(
        StartFailure.InitializerFailed,
        link.ExitStatus is { Reason: ExitReason.KilledByUs }
            ? $"Worker '{link.Name}' ({link.ProcessId}) did not end the initializer of pool '{_name}' within {_options.StartTimeout.TotalSeconds:0.###} s; it has been killed."
            : $"Worker '{link.Name}' ({link.ProcessId}) {link.ExitStatus} in the initializer of pool '{_name}'.",
        link.ExitStatus, link.ErrorTail);

    private ProcessStartException InitializerFailed(ChildLink link, Exception? cause) => new(
        StartFailure.InitializerFailed, $"The initializer of pool '{_name}' failed in worker '{link.Name}' ({link.ProcessId}): {cause?.Message}", innerException: cause);
}
