using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>Calls that wait: the greatest priority first, and those of one priority in the order in which they were made.</summary>
/// <remarks>
/// Adding a new call, looking at the first and taking any one out take constant time where no priorities are used. A call that comes back
/// from a dead worker takes the place that its age gives it, which is the first or near to it.
/// </remarks>
internal sealed class CallQueue
{
    private readonly LinkedList<PendingCall> _normal = new();

    // The other priorities, greatest first; made when the first call has one.
    private SortedDictionary<int, LinkedList<PendingCall>>? _others;

    public int Count { get; private set; }

    public PendingCall? First
    {
        get
        {
            if (_others is { Count: > 0 })
            {
                (int priority, LinkedList<PendingCall> calls) = _others.First();
                if (priority > 0 || _normal.First is null)
                {
                    return calls.First!.Value;
                }
            }

            return _normal.First?.Value;
        }
    }

    /// <summary>Whether one call goes before another.</summary>
    public static bool IsBefore(PendingCall one, PendingCall other) =>
        one.Options.Priority != other.Options.Priority ? one.Options.Priority > other.Options.Priority : one.Id < other.Id;

    public void Add(PendingCall pending)
    {
        LinkedList<PendingCall> calls = Level(pending.Options.Priority);
        LinkedListNode<PendingCall>? before = calls.First?.Value.Id > pending.Id ? null : calls.Last;
        while (before is not null && before.Value.Id > pending.Id)
        {
            before = before.Previous;
        }

        pending.QueueNode = before is null ? calls.AddFirst(pending) : calls.AddAfter(before, pending);
        pending.Queue = this;
        Count++;
    }

    public void Remove(PendingCall pending)
    {
        LinkedList<PendingCall> calls = pending.QueueNode!.List!;
        calls.Remove(pending.QueueNode);
        pending.QueueNode = null;
        pending.Queue = null;
        Count--;
        if (calls.Count == 0 && calls != _normal)
        {
            _others!.Remove(pending.Options.Priority);
        }
    }

    /// <summary>Takes all calls out, in their order.</summary>
    public PendingCall[] RemoveAll()
    {
        PendingCall[] all = new PendingCall[Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = First!;
            Remove(all[i]);
        }

        return all;
    }

    private LinkedList<PendingCall> Level(int priority)
    {
        if (priority == 0)
        {
            return _normal;
        }

        _others ??= new SortedDictionary<int, LinkedList<PendingCall>>(Comparer<int>.Create(static (one, other) => other.CompareTo(one)));
        if (!_others.TryGetValue(priority, out LinkedList<PendingCall>? calls))
        {
            _others.Add(priority, calls = new LinkedList<PendingCall>());
        }

        return calls;
    }
}
