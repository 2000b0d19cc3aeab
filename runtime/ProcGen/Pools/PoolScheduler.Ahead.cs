using ProcGen.Hosting;

namespace ProcGen.Pools;

// Calls that go ahead to workers that are busy, and come back when their worker takes longer than it was expected to.
internal sealed partial class PoolScheduler<TWorker>
{
    private int _ahead;

    /// <summary>Whether any call has gone ahead.</summary>
    public bool HasAhead => _ahead > 0;

    /// <summary>Says how many calls may go ahead to a worker: none, unless they are short.</summary>
    public void SetMostAhead(TWorker worker, int most)
    {
        if (_seats.TryGetValue(worker, out Seat? seat))
        {
            seat.MostAhead = most;
        }
    }

    /// <summary>Whether so few calls have gone ahead to a worker that more of those that wait should.</summary>
    public bool WantsMore(TWorker worker) =>
        _queue.Count > 0 && _seats.TryGetValue(worker, out Seat? seat) && seat.Ahead.Count <= seat.MostAhead / 2 && HasRoomAhead(seat);

    /// <summary>Sends the first of the calls that wait ahead to a worker, if there is room for it and it may go. Returns it.</summary>
    public PendingCall? SendAhead(TWorker worker)
    {
        if (_queue.First is not { MayGoAhead: true } first || !_seats.TryGetValue(worker, out Seat? seat) || !HasRoomAhead(seat))
        {
            return null;
        }

        _queue.Remove(first);
        SendAhead(seat, first);
        return first;
    }

    /// <summary>Takes back what has gone ahead to workers that take too long: it waits again, at the place that its age gives it.</summary>
    public void TakeBack(Func<TWorker, bool> takesTooLong)
    {
        foreach (Seat seat in _seats.Values)
        {
            if (seat.Ahead.Count == 0 || !takesTooLong(seat.Worker))
            {
                continue;
            }

            while (TryTakeBackLast(seat) is { } pending)
            {
                pending.State = CallState.Queued;
                _queue.Add(pending);
            }
        }
    }

    private static bool HasRoomAhead(Seat seat) => seat.Ahead.Count < seat.MostAhead && seat.Call is { MayGoAhead: true } && seat.Queue is not { Count: > 0 };

    private Seat? FindRoomAhead(PendingCall pending)
    {
        Seat? best = null;
        if (_queue.Count == 0 && pending.MayGoAhead)
        {
            foreach (Seat seat in _seats.Values)
            {
                if (HasRoomAhead(seat) && !(seat.Ahead.Count >= best?.Ahead.Count))
                {
                    best = seat;
                }
            }
        }

        return best;
    }

    // A worker has nothing to do: what has gone ahead to another may be its.
    private PendingCall? FindElsewhere()
    {
        if (_ahead == 0)
        {
            return null;
        }

        foreach (Seat seat in _seats.Values)
        {
            if (TryTakeBackLast(seat) is { } pending)
            {
                return pending;
            }
        }

        return null;
    }

    // The last is the furthest from being begun: when it has been, all have.
    private PendingCall? TryTakeBackLast(Seat seat) =>
        seat.Ahead.Count > 0 && tryTakeBack(seat.Worker, seat.Ahead[^1]) ? TakeAhead(seat, seat.Ahead.Count - 1) : null;

    private bool TryRecall(PendingCall pending)
    {
        if (_ahead == 0 || !pending.MayGoAhead)
        {
            return false;
        }

        foreach (Seat seat in _seats.Values)
        {
            int index = seat.Ahead.IndexOf(pending);
            if (index >= 0)
            {
                bool isOurs = tryTakeBack(seat.Worker, pending);
                if (isOurs)
                {
                    TakeAhead(seat, index);
                }

                return isOurs;
            }
        }

        return false;
    }

    private void SendAhead(Seat seat, PendingCall pending)
    {
        seat.Ahead.Add(pending);
        _ahead++;
        pending.State = CallState.Dispatched;
    }

    private PendingCall TakeAhead(Seat seat, int index)
    {
        PendingCall pending = seat.Ahead[index];
        seat.Ahead.RemoveAt(index);
        _ahead--;
        return pending;
    }
}
