using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

/// <summary>The place of one that waits for a condition.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct ConditionNode
{
    /// <summary>Ticket, owner and state, changed together.</summary>
    [FieldOffset(0)]
    public ulong Word;

    /// <summary>Owner and state, which the owner sleeps on.</summary>
    [FieldOffset(0)]
    public uint Half;
}

// Those who wait for a condition: an array of nodes in the window of the condition's cell, one for each that waits.
//
// A node is Free, Waiting or Notified, and names its owner and the owner's ticket; it changes by one compare-and-swap, and 0 is Free. Nodes are
// claimed and notified under the condition's lock, in the order of their tickets. They are given up (time is up) and passed on (a death)
// without it. So a notify is for one waiter that was there; one who comes later gets it only from the dead, when nobody else waits.
//
// The word: bits 0 and 1 the state, 2 to 12 the owner's slot plus 1, 32 to 63 the ticket. The ticket is in the word because whoever repairs has
// no lock: beside it, a node that is claimed anew could be taken for the one that was there, and a newcomer be given what an older one was
// owed (tests/ProcGen.Models/condition.pml shows how). The slot will do as the owner: it is not given out again before the repair.
//
// The cell: Word the next ticket, SecondWord how many nodes were ever in use, Parameter how many bytes of the window are reserved. All three
// under the lock.
//
// Invariants
// - Waiting becomes Free by its owner only, Notified by whoever holds the lock. Of a timeout and a notify one wins: the loser sees it.
// - A notified waiter keeps its node until it has the lock again. If it dies before, its notify is passed on to the oldest that still waits,
//   and only then is its node freed: doing that twice wakes one too many, which a waiter must bear, and never one too few.
// - A death that holds the lock is the lock's own matter: the next holder is told.
internal readonly unsafe struct ConditionNodes(Arena arena, int index)
{
    public const int MaxCount = 64 * 1024;

    public static readonly ICellRepair Repair = new ConditionRepair();

    private const uint Waiting = 1;
    private const uint Notified = 2;
    private const uint StateMask = 3;
    private const int OwnerShift = 2;
    private const int TicketShift = 32;

    private readonly Cell* _cell = arena.At(index);
    private readonly ConditionNode* _nodes = (ConditionNode*)arena.MapWindow(index);

    public static long WindowLength => MaxCount * (long)sizeof(ConditionNode);

    private int UsedCount => (int)Volatile.Read(ref _cell->SecondWord);

    /// <summary>How many wait at this moment.</summary>
    public int CountWaiting()
    {
        int count = 0;
        for (int i = 0; i < UsedCount; i++)
        {
            count += StateOf(Volatile.Read(ref _nodes[i].Word)) == Waiting ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes a node for a waiter. Under the lock.</summary>
    /// <exception cref="SharedObjectException">There are too many that wait.</exception>
    public int Claim()
    {
        for (int i = 0; i < MaxCount; i++)
        {
            if (i == UsedCount)
            {
                AddNode(i);
            }

            if (_nodes[i].Word == 0)
            {
                Volatile.Write(ref _nodes[i].Word, (_cell->Word++ << TicketShift) | ((ulong)(arena.Slot + 1) << OwnerShift) | Waiting);
                FaultPoints.Pass(FaultPoint.ConditionClaimed);
                return i;
            }
        }

        throw new SharedObjectException(SharedObjectFailure.Full, $"{MaxCount:N0} threads wait for one condition, and no more can.");
    }

    /// <summary>Frees the node of a waiter that was notified and has the lock.</summary>
    public void Free(int node) => Volatile.Write(ref _nodes[node].Word, 0);

    /// <summary>Notifies those that have waited longest. Under the lock.</summary>
    /// <returns>How many were notified.</returns>
    public int Notify(int count)
    {
        int done = 0;
        while (done < count && TryNotifyOldest(excluded: -1))
        {
            done++;
        }

        return done;
    }

    /// <summary>What a node is for: told by tests as well.</summary>
    internal static uint StateOf(ulong word) => (uint)word & StateMask;

    private static int OwnerOf(ulong word) => (int)((uint)word >> OwnerShift) - 1;

    // Tickets go round: the older of two is less than half the circle behind.
    private static bool IsOlder(ulong one, ulong other) => (int)((uint)(one >> TicketShift) - (uint)(other >> TicketShift)) < 0;

    private void AddNode(int node)
    {
        long needed = (node + 1L) * sizeof(ConditionNode);
        if (needed > _cell->Parameter)
        {
            arena.ReserveWindow(index, _cell->Parameter, Environment.SystemPageSize);
            _cell->Parameter += Environment.SystemPageSize;
        }

        Volatile.Write(ref _cell->SecondWord, (ulong)(node + 1));
    }

    private bool TryNotifyOldest(int excluded)
    {
        while (true)
        {
            int oldest = -1;
            ulong found = 0;
            for (int i = 0; i < UsedCount; i++)
            {
                ulong word = Volatile.Read(ref _nodes[i].Word);
                if (StateOf(word) == Waiting && OwnerOf(word) != excluded && (oldest < 0 || IsOlder(word, found)))
                {
                    (oldest, found) = (i, word);
                }
            }

            if (oldest < 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _nodes[oldest].Word, (found & ~(ulong)StateMask) | Notified, found) == found)
            {
                FaultPoints.Pass(FaultPoint.ConditionNodeNotified);
                HostPlatform.Current.WakeWord(&_nodes[oldest].Half, int.MaxValue);
                FaultPoints.Pass(FaultPoint.ConditionNodeWoken);
                return true;
            }
        }
    }

    private void TakeOut(int gone)
    {
        for (int i = 0; i < UsedCount; i++)
        {
            ulong word = Volatile.Read(ref _nodes[i].Word);
            if (OwnerOf(word) == gone)
            {
                if (StateOf(word) == Notified)
                {
                    TryNotifyOldest(excluded: gone);
                }

                // Somebody may notify it between our look and this: then there is something to pass on.
                if (Interlocked.CompareExchange(ref _nodes[i].Word, 0, word) != word)
                {
                    i--;
                }
            }
            else if (StateOf(word) == Notified)
            {
                HostPlatform.Current.WakeWord(&_nodes[i].Half, int.MaxValue);
            }
        }
    }

    /// <summary>Waits until a node is notified.</summary>
    internal readonly struct WaitStep(SharedReference reference, int node) : IWaitStep
    {
        private readonly ConditionNode* _node = (ConditionNode*)reference.Arena.MapWindow(reference.Index) + node;
        private readonly ulong _waiting = (((ConditionNode*)reference.Arena.MapWindow(reference.Index) + node)->Word & ~(ulong)StateMask) | Waiting;

        public bool TryComplete() => StateOf(Volatile.Read(ref _node->Word)) == Notified;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_node->Half;
            expected = (uint)_waiting;
            return true;
        }

        public bool Abandon() => Interlocked.CompareExchange(ref _node->Word, 0, _waiting) != _waiting;

        public void OnOverslept() => reference.LookAround();
    }

    private sealed class ConditionRepair : ICellRepair
    {
        public void Repair(in Departure departure)
        {
            new ConditionNodes(departure.Arena, departure.Index).TakeOut(ProcessToken.SlotOf(departure.Token));
            LockWord.Release(departure);
        }
    }
}
