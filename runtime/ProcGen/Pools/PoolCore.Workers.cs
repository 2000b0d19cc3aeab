using System.Diagnostics;
using ProcGen.Hosting;

namespace ProcGen.Pools;

// The life of a worker: Starting, Initializing, then Active or Standby, then Retiring, then Ended; from each of them it may die. What it had
// goes on as Settle says.
internal sealed partial class PoolCore
{
    // How long a call may hold up those that have gone ahead to its worker.
    private static readonly long LongestAhead = Stopwatch.Frequency / 1000;

    // Workers that are to go after so many calls, or when they are too old or too big, go between two calls.
    private readonly bool _mayGoAhead;
    private long _lookedAheadAt;

    /// <summary>A worker has said hello.</summary>
    internal void OnWorkerReady(PoolWorker worker)
    {
        lock (_gate)
        {
            worker.Phase = WorkerPhase.Initializing;
        }

        Initialize(worker, 0);
    }

    /// <summary>A call of a worker has ended, and it can take another.</summary>
    internal void OnCallEnded(PoolWorker worker)
    {
        PendingCall? next = null;
        bool goAhead = false;
        Decisions? decisions = null;
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (worker.Phase != WorkerPhase.Active)
            {
                // It has a call of the initializer behind it. Or its end was told before the end of its call was: they come on different threads.
                worker.InitializerCallEnded?.TrySetResult();
                return;
            }

            if (_scheduler.CallOf(worker) is { } ended)
            {
                NoteTimes(worker, ended, now);
                LookAhead(worker, now);
            }

            if (MustRecycle(worker))
            {
                // Its outcome may still be on its way to the caller. It must not count as one that the worker leaves behind.
                _scheduler.Finish(worker);
                Retire(worker, decisions = new Decisions());
            }
            else if ((next = _scheduler.Release(worker)) is not null)
            {
                Assign(worker, next);
            }
            else if (_isClosed)
            {
                RetireIfDone(decisions = new Decisions());
            }
            else
            {
                // It is idle, or goes on with what has gone ahead to it.
                worker.IdleSince = now;
                worker.GivenAt = now;
            }

            if (_scheduler.WantsMore(worker))
            {
                goAhead = true;
                while (_scheduler.SendAhead(worker) is { } pending)
                {
                    Assign(worker, pending);
                }
            }

            if (_waitingForRoom.Count > 0)
            {
                (decisions ??= new Decisions()).Room.AddRange(TakeThoseWaitingForRoom());
            }
        }

        if (next is not null)
        {
            Send(worker.Link!, next);
        }

        if (goAhead)
        {
            worker.Link!.SendGiven();
        }

        if (decisions is not null)
        {
            Do(decisions);
        }
    }

    // Under the lock: what has gone ahead to a worker is taken back, if it has not begun it.
    private static bool TryTakeBack(PoolWorker worker, PendingCall pending)
    {
        if (!worker.Link!.TryTakeBack(pending))
        {
            return false;
        }

        pending.Link = null;
        pending.Dispatches--;
        worker.Calls--;
        return true;
    }

    // Under the lock: a call of a worker has ended. Calls go ahead to it as long as its own are short; they come back from workers whose calls
    // turn out not to be.
    private void LookAhead(PoolWorker worker, long now)
    {
        if (!_mayGoAhead)
        {
            return;
        }

        _scheduler.SetMostAhead(worker, _wanted == _options.Most ? worker.LearnMostAhead(now - worker.GivenAt) : 0);
        if (_scheduler.HasAhead && now - _lookedAheadAt > LongestAhead)
        {
            TakeBack(worker, now);
        }
    }

    // On its own: what the question needs is made where it begins, and most calls do not come here.
    private void TakeBack(PoolWorker worker, long now)
    {
        _lookedAheadAt = now;
        _scheduler.TakeBack(other => other != worker && now - other.GivenAt > LongestAhead);
    }

    /// <summary>A worker is gone.</summary>
    internal void OnWorkerEnded(PoolWorker worker)
    {
        ChildLink link = worker.Link!;
        Decisions decisions = new();
        TimeSpan delay = TimeSpan.Zero;
        Exception? hopeless = null;
        lock (_gate)
        {
            WorkerPhase phase = worker.Phase;
            if (phase is WorkerPhase.Starting or WorkerPhase.Initializing)
            {
                ProcessStartException error = link.StartError ?? DiedInInitializer(link);
                bool wasKilled = error.Failure is StartFailure.ExitedBeforeHello or StartFailure.InitializerFailed && error.ExitStatus is { Reason: not ExitReason.KilledByUs, Signal: SignalNames.Kill or SignalNames.Terminate };
                delay = wasKilled ? BackOff(Math.Min(++_killedStarts, 2)) : BackOff(++_failedStarts);
                hopeless = error.Failure == StartFailure.Refused || _failedStarts >= MaxFailedStarts || _killedStarts >= MaxKilledStarts ? error : null;
            }
            else if (phase is WorkerPhase.Active or WorkerPhase.Standby && IsTooOften())
            {
                hopeless = new WorkerLostException(link.ExitStatus!, link.ProcessId, _scheduler.CallOf(worker)?.Call.Target.Name ?? "no call", 1, link.ErrorTail, link.ChannelError);
            }

            if (phase != WorkerPhase.Retiring)
            {
                NoteDeath(worker, link);
            }

            NoteEnd(worker);
            _workers.Remove(worker);
            worker.Phase = WorkerPhase.Ended;
            PendingCall? had = _scheduler.CallOf(worker);
            if (had is not null && link.HasBegun(had))
            {
                WorkerPage page = worker.Page;
                had.Call.KeepRemains(page.BegunItem, page.FirstKept, page.KeptCount, page.Kept);
            }

            Leave(worker, link, decisions);
        }

        if (hopeless is not null)
        {
            Break(hopeless);
        }

        Do(decisions);
        Fill(delay);
    }

    /// <summary>Under the lock: takes a worker from the scheduler, and decides what becomes of its calls and of those that waited for it alone.</summary>
    private void Leave(PoolWorker worker, ChildLink link, Decisions decisions)
    {
        // A call that has ended is not lost, though its worker was not yet free again.
        if (_scheduler.Remove(worker, out PendingCall[] waitedForIt) is { HasEnded: false } had)
        {
            Settle(had, link, link.HasBegun(had), decisions);
        }

        foreach (PendingCall pending in waitedForIt)
        {
            Settle(pending, link, link.HasBegun(pending), decisions);
        }

        Promote(decisions);
        RetireIfDone(decisions);
    }

    /// <summary>Decides, under the lock, what becomes of a call whose worker is gone: another worker, now or later, or the error that it fails with.</summary>
    private void Settle(PendingCall pending, ChildLink link, bool begun, Decisions decisions)
    {
        if (begun && DidItItself(link.ExitStatus!))
        {
            pending.WorkersBroughtDown++;
        }

        PoolPhase phase = _broken is not null ? PoolPhase.Broken : _isEnding ? PoolPhase.Ending : PoolPhase.Running;
        Settlement settlement = Settlements.Decide(pending, begun, phase, _options.QuarantineAfter);
        Exception? error = settlement switch
        {
            Settlement.SendAgain or Settlement.TryAgain => null,
            Settlement.TimedOut => pending.TimedOut(),
            Settlement.Cancelled => new OperationCanceledException($"{pending.Call.Target} was cancelled."),
            Settlement.Stopped => Stopped(),
            Settlement.NotBegun => NotBegun(pending),
            _ => new WorkerLostException(
                link.ExitStatus ?? new ExitStatus(null, null, ExitReason.Unknown), link.ProcessId, pending.Call.Target.Name, pending.Attempt, link.ErrorTail, link.ChannelError, settlement == Settlement.Quarantined),
        };
        if (error is not null)
        {
            pending.State = error is OperationCanceledException ? CallState.Cancelled : CallState.Lost;
            decisions.Failures.Add((pending, error));
            return;
        }

        if (settlement == Settlement.TryAgain)
        {
            pending.Attempt++;
            _retries++;
        }

        pending.Link = null;
        if (_scheduler.Requeue(pending) is { } next)
        {
            Assign(next, pending);
            decisions.Sends.Add((next, pending));
        }
    }

    // Somebody else's kill says nothing about the call; a crash, an exit or the want of memory does.
    private static bool DidItItself(ExitStatus status) =>
        status.Reason is ExitReason.Exited or ExitReason.OutOfMemoryLikely
        || status is { Reason: ExitReason.Signalled, Signal: not (SignalNames.Kill or SignalNames.Terminate or SignalNames.Interrupt) };

    /// <summary>Does, outside the lock, what was decided under it.</summary>
    private void Do(Decisions decisions)
    {
        foreach ((PendingCall pending, Exception error) in decisions.Failures)
        {
            pending.PostFailure(error);
        }

        foreach ((PoolWorker worker, PendingCall pending) in decisions.Sends)
        {
            Send(worker.Link!, pending);
        }

        foreach (PoolWorker worker in decisions.Exits)
        {
            EndInGoodOrder(worker.Link!);
        }

        foreach (TaskCompletionSource room in decisions.Room)
        {
            room.TrySetResult();
        }

        if (decisions.Exits.Count > 0)
        {
            Fill(TimeSpan.Zero);
        }

        CheckEnded();
    }
}
