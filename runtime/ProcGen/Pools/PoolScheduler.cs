using ProcGen.Hosting;

namespace ProcGen.Pools;

// Which call goes to which worker. Pure: it knows no processes, sends nothing, waits for nothing. The pool calls it under its lock and does
// what it says afterwards.
//
// Invariants
// - A call is in exactly one place: in the queue (Queued), with one worker (Dispatched), or ended.
// - A worker is starting, idle, busy with one call, or gone. Idle workers and queued calls never exist at the same time.
// - What a dead worker had begun is the caller's to decide (see the pool); what it had not begun returns to the head of the queue, as if it
//   had never been away.
internal sealed class PoolScheduler<TWorker>
    where TWorker : class
{
    private readonly LinkedList<PendingCall> _queue = new();
    private readonly Stack<TWorker> _idle = new();
    private readonly Dictionary<TWorker, PendingCall> _busy = [];

    public int QueueLength => _queue.Count;

    public int BusyCount => _busy.Count;

    /// <summary>Whether a worker has a call.</summary>
    public bool IsBusy(TWorker worker) => _busy.ContainsKey(worker);

    /// <summary>Whether nothing waits and nothing runs.</summary>
    public bool IsEmpty => _queue.Count == 0 && _busy.Count == 0;

    /// <summary>Takes a new call. Returns the worker that gets it now, or null when it waits.</summary>
    public TWorker? Submit(PendingCall pending) => Place(pending, isFirst: false);

    /// <summary>Gives a call that no worker has begun another chance, before all others. Returns the worker that gets it now, or null.</summary>
    public TWorker? Requeue(PendingCall pending) => Place(pending, isFirst: true);

    /// <summary>A worker can take a call. Returns the call that it gets now, or null when it is idle.</summary>
    public PendingCall? Release(TWorker worker)
    {
        _busy.Remove(worker);
        if (_queue.First is not { } first)
        {
            _idle.Push(worker);
            return null;
        }

        Unqueue(first.Value);
        Give(worker, first.Value);
        return first.Value;
    }

    /// <summary>A worker is gone. Returns the call that it had, which is in no place now, or null.</summary>
    public PendingCall? Remove(TWorker worker)
    {
        if (_busy.Remove(worker, out PendingCall? pending))
        {
            return pending;
        }

        if (_idle.Contains(worker))
        {
            TWorker[] others = [.. _idle.Where(other => !other.Equals(worker)).Reverse()];
            _idle.Clear();
            foreach (TWorker other in others)
            {
                _idle.Push(other);
            }
        }

        return null;
    }

    /// <summary>Takes a call out of the queue. False when it is not there.</summary>
    public bool Withdraw(PendingCall pending)
    {
        if (pending.QueueNode is null)
        {
            return false;
        }

        Unqueue(pending);
        return true;
    }

    /// <summary>Takes all calls out of the queue.</summary>
    public PendingCall[] WithdrawAll()
    {
        PendingCall[] all = [.. _queue];
        foreach (PendingCall pending in all)
        {
            Unqueue(pending);
        }

        return all;
    }

    private TWorker? Place(PendingCall pending, bool isFirst)
    {
        // The worker that was idle last has the warmest caches.
        if (_idle.TryPop(out TWorker? worker))
        {
            Give(worker, pending);
            return worker;
        }

        pending.State = CallState.Queued;
        pending.QueueNode = isFirst ? _queue.AddFirst(pending) : _queue.AddLast(pending);
        return null;
    }

    private void Unqueue(PendingCall pending)
    {
        _queue.Remove(pending.QueueNode!);
        pending.QueueNode = null;
    }

    private void Give(TWorker worker, PendingCall pending)
    {
        _busy.Add(worker, pending);
        pending.State = CallState.Dispatched;
    }
}
