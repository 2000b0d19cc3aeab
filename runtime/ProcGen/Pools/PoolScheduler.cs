using ProcGen.Hosting;

namespace ProcGen.Pools;

// Which call goes to which worker. Pure: it knows no processes, sends nothing, waits for nothing. The pool calls it under its lock and does
// what it says afterwards.
//
// Invariants
// - A call is in exactly one place: among those that wait (Queued: in the common queue, or in that of the one worker that must run it), with
//   one worker (Dispatched, Started: its call, or one that has gone ahead and comes after it), or ended.
// - A worker that is known here is idle, busy with one call, or finished with its last: told to exit, and never to get another. No worker is
//   idle while a call waits that it could run, or has gone ahead to another worker and can be had back from there.
// - Calls go ahead while their workers are busy, so that short ones need not wait for the news of each other's end: only those that any worker
//   may run at any time, to workers that run nothing else, as many as the pool says, and never past a call that waits.
// - A key belongs to one worker or to none. A worker's keys go with it; the calls that waited for it are free again. Only the keys that were
//   used last are known, so that keys that never come again cost nothing for ever; calls that wait for a forgotten key's worker still do.
// - What a dead worker had begun is the caller's to decide (see the pool). What it had not begun returns to the place that its age gives it,
//   as if it had never been away.
/// <param name="tryTakeBack">Takes a call back that has gone ahead to a worker; false when that has begun it, or is about to.</param>
/// <param name="maxKeys">How many keys are known.</param>
internal sealed partial class PoolScheduler<TWorker>(Func<TWorker, PendingCall, bool> tryTakeBack, int maxKeys = 10_000)
    where TWorker : class
{
    private readonly CallQueue _queue = new();
    private readonly Dictionary<TWorker, Seat> _seats = [];
    private readonly Dictionary<object, LinkedListNode<Key>> _keys = [];
    private readonly LinkedList<Key> _keysByUse = new();
    private readonly LinkedList<Seat> _idle = new();
    private int _waitingForOne;

    public int QueueLength => _queue.Count + _waitingForOne + _ahead;

    public int IdleCount => _idle.Count;

    public int BusyCount { get; private set; }

    /// <summary>How many keys are known.</summary>
    public int KeyCount => _keys.Count;

    /// <summary>Whether nothing waits and nothing runs.</summary>
    public bool IsEmpty => QueueLength == 0 && BusyCount == 0;

    /// <summary>Whether a worker has a call.</summary>
    public bool IsBusy(TWorker worker) => _seats.TryGetValue(worker, out Seat? seat) && seat.Call is not null;

    /// <summary>The call that a worker has, if any.</summary>
    public PendingCall? CallOf(TWorker worker) => _seats.TryGetValue(worker, out Seat? seat) ? seat.Call : null;

    /// <summary>Takes a new call. Returns the worker that gets it now, or null when it waits.</summary>
    public TWorker? Submit(PendingCall pending)
    {
        return Requeue(pending);
    }

    /// <summary>Takes a new call for one worker and no other. Returns whether that gets it now; null when there is no such worker.</summary>
    public bool? SubmitTo(TWorker worker, PendingCall pending)
    {
        if (!_seats.TryGetValue(worker, out Seat? seat))
        {
            return null;
        }

        pending.IsPinned = true;
        return Offer(seat, pending) is not null;
    }

    /// <summary>Gives a call that no worker has begun another chance, at its old place. Returns the worker that gets it now, or null.</summary>
    public TWorker? Requeue(PendingCall pending)
    {
        object? key = pending.Options.AffinityKey;
        if (OwnerOf(key) is { } owner)
        {
            return Offer(owner, pending);
        }

        // The worker that was idle last has the warmest caches; keys are spread.
        Seat? seat = key is null ? _idle.First?.Value : _idle.MinBy(static idle => idle.Keys?.Count ?? 0);
        if (seat is not null)
        {
            return Give(seat, pending);
        }

        if (FindRoomAhead(pending) is { } busy)
        {
            SendAhead(busy, pending);
            return busy.Worker;
        }

        pending.State = CallState.Queued;
        _queue.Add(pending);
        return null;
    }

    /// <summary>A worker's call has ended, and the worker gets no other: it is about to be removed.</summary>
    public void Finish(TWorker worker)
    {
        if (_seats.TryGetValue(worker, out Seat? seat) && seat.Call is not null)
        {
            seat.Call = null;
            seat.IsFinished = true;
            BusyCount--;
        }
    }

    /// <summary>A worker has ended its call, if it had one. Returns the call that it gets now, or null when it is idle or has the next already.</summary>
    public PendingCall? Release(TWorker worker)
    {
        if (!_seats.TryGetValue(worker, out Seat? seat))
        {
            _seats.Add(worker, seat = new Seat(worker));
        }
        else if (seat.Call is null)
        {
            return null;
        }
        else
        {
            seat.Call = null;
            BusyCount--;
        }

        if (seat.Ahead.Count > 0)
        {
            seat.Call = TakeAhead(seat, 0);
            BusyCount++;
            return null;
        }

        if ((FindNext(seat) ?? FindElsewhere()) is { } next)
        {
            if (next.Queue is not null)
            {
                Unqueue(next);
            }

            Give(seat, next);
            return next;
        }

        _idle.AddFirst(seat.Node);
        return null;
    }

    /// <summary>A worker is gone. Returns the call that it had, and those that had gone ahead to it or waited for it alone: they are in no place now.</summary>
    public PendingCall? Remove(TWorker worker, out PendingCall[] waitedForIt)
    {
        waitedForIt = [];
        if (!_seats.Remove(worker, out Seat? seat))
        {
            return null;
        }

        foreach (LinkedListNode<Key> key in seat.Keys ?? [])
        {
            _keys.Remove(key.Value.Value);
            _keysByUse.Remove(key);
        }

        if (seat.Call is not null)
        {
            BusyCount--;
        }
        else if (!seat.IsFinished)
        {
            _idle.Remove(seat.Node);
        }

        _ahead -= seat.Ahead.Count;
        if (seat.Queue is { } queue)
        {
            _waitingForOne -= queue.Count;
            waitedForIt = queue.RemoveAll();
        }

        if (seat.Ahead.Count > 0)
        {
            waitedForIt = [.. seat.Ahead, .. waitedForIt];
        }

        return seat.Call;
    }

    /// <summary>Takes a call from those that wait, or back from the worker to which it has gone ahead. False when it is in neither place.</summary>
    public bool Withdraw(PendingCall pending)
    {
        if (pending.Queue is null)
        {
            return TryRecall(pending);
        }

        Unqueue(pending);
        return true;
    }

    /// <summary>Takes all calls that wait.</summary>
    public PendingCall[] WithdrawAll()
    {
        List<PendingCall> all = [.. _queue.RemoveAll()];
        foreach (Seat seat in _seats.Values)
        {
            all.AddRange(seat.Queue?.RemoveAll() ?? []);
        }

        _waitingForOne = 0;
        return [.. all];
    }

    // What waits for this worker alone, or the first of all: whichever is before the other. Calls whose key has come to belong to another
    // worker since they were queued go over to that one; it is busy, for else it would have taken them itself.
    private PendingCall? FindNext(Seat seat)
    {
        while (_queue.First is { } first)
        {
            if (OwnerOf(first.Options.AffinityKey) is { } owner && owner != seat)
            {
                _queue.Remove(first);
                Await(owner, first);
                continue;
            }

            return seat.Queue?.First is { } own && CallQueue.IsBefore(own, first) ? own : first;
        }

        return seat.Queue?.First;
    }

    private TWorker? Offer(Seat seat, PendingCall pending)
    {
        if (seat.Call is null && !seat.IsFinished)
        {
            return Give(seat, pending);
        }

        pending.State = CallState.Queued;
        Await(seat, pending);
        return null;
    }

    private void Await(Seat seat, PendingCall pending)
    {
        (seat.Queue ??= new CallQueue()).Add(pending);
        _waitingForOne++;
    }

    private void Unqueue(PendingCall pending)
    {
        if (pending.Queue != _queue)
        {
            _waitingForOne--;
        }

        ((CallQueue)pending.Queue!).Remove(pending);
    }

    private TWorker Give(Seat seat, PendingCall pending)
    {
        if (seat.Node.List is not null)
        {
            _idle.Remove(seat.Node);
        }

        if (pending.Options.AffinityKey is { } key)
        {
            Note(key, seat);
        }

        seat.Call = pending;
        BusyCount++;
        pending.State = CallState.Dispatched;
        return seat.Worker;
    }

    private Seat? OwnerOf(object? key) => key is not null && _keys.TryGetValue(key, out LinkedListNode<Key>? known) ? known.Value.Owner : null;

    // A key has been used: it is its worker's now, if it was nobody's, and the one that has not been used for longest may be forgotten for it.
    private void Note(object key, Seat seat)
    {
        if (_keys.TryGetValue(key, out LinkedListNode<Key>? known))
        {
            _keysByUse.Remove(known);
            _keysByUse.AddFirst(known);
            return;
        }

        if (_keys.Count == maxKeys)
        {
            LinkedListNode<Key> oldest = _keysByUse.Last!;
            _keysByUse.Remove(oldest);
            _keys.Remove(oldest.Value.Value);
            oldest.Value.Owner.Keys!.Remove(oldest);
        }

        known = _keysByUse.AddFirst(new Key(key, seat));
        _keys.Add(key, known);
        (seat.Keys ??= []).Add(known);
    }

    private readonly record struct Key(object Value, Seat Owner);

    // A worker as it is seen here.
    private sealed class Seat
    {
        public Seat(TWorker worker)
        {
            Worker = worker;
            Node = new LinkedListNode<Seat>(this);
        }

        public TWorker Worker { get; }

        /// <summary>Its place among the idle.</summary>
        public LinkedListNode<Seat> Node { get; }

        public PendingCall? Call { get; set; }

        /// <summary>What waits for this worker alone.</summary>
        public CallQueue? Queue { get; set; }

        public HashSet<LinkedListNode<Key>>? Keys { get; set; }

        /// <summary>Whether it gets no more calls.</summary>
        public bool IsFinished { get; set; }

        /// <summary>What has gone ahead to it, in the order in which it will come to it.</summary>
        public List<PendingCall> Ahead { get; } = [];

        /// <summary>How many may.</summary>
        public int MostAhead { get; set; }
    }
}
