namespace ProcGen.Messaging;

/// <summary>The items that this process has taken from a queue and is not done with, in the order in which it took them.</summary>
/// <remarks>Safe for use from any thread.</remarks>
internal sealed class QueueLeases
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Thread, int Block)> _taken = [];

    public void Add(int block)
    {
        lock (_gate)
        {
            _taken.AddLast((Environment.CurrentManagedThreadId, block));
        }
    }

    /// <summary>The item to be done with: the first that this thread took, or else the first of all. False when there is none.</summary>
    /// <remarks>Threads that work side by side are so done with what they took themselves; after an await the thread may be another.</remarks>
    public bool TryRemove(out int block)
    {
        lock (_gate)
        {
            LinkedListNode<(int Thread, int Block)>? found = _taken.First;
            for (LinkedListNode<(int Thread, int Block)>? each = found; each is not null; each = each.Next)
            {
                if (each.Value.Thread == Environment.CurrentManagedThreadId)
                {
                    found = each;
                    break;
                }
            }

            if (found is null)
            {
                block = -1;
                return false;
            }

            _taken.Remove(found);
            block = found.Value.Block;
            return true;
        }
    }
}
