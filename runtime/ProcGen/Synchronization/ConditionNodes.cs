using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Synchronization;

/// <summary>The place of one that waits for a condition.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct ConditionNode
{
    /// <summary>State and owner, changed together.</summary>
    [FieldOffset(0)]
    public ulong Word;

    /// <summary>The state alone, which the owner sleeps on.</summary>
    [FieldOffset(0)]
    public uint State;

    /// <summary>When it came, compared with others.</summary>
    [FieldOffset(8)]
    public ulong Ticket;
}

// Those who wait for a condition: an array of nodes in the window of the condition's cell, one for each that waits.
//
// A node is Free, Waiting or Notified, and names its owner; it changes by one compare-and-swap. Nodes are claimed and notified under the
// condition's lock, in the order of their tickets. They are given up (time is up) and passed on (a death) without it. So a notify is for one
// waiter that was there, and for nobody who comes later.
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
            count += _nodes[i].State == Waiting ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes a node for a waiter. Under the lock.</summary>
    /// <exception cref="SharedObjectException">There are too many that wait.</exception>
    public int Claim()
    {
        ulong claimed = Word(arena.Token, Waiting);
        for (int i = 0; i < MaxCount; i++)
        {
            if (i == UsedCount)
            {
                AddNode(i);
            }

            if (_nodes[i].Word == 0)
            {
                _nodes[i].Ticket = _cell->Word++;
                Volatile.Write(ref _nodes[i].Word, claimed);
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
        while (done < count && TryNotifyOldest(excluded: 0))
        {
            done++;
        }

        return done;
    }

    private static ulong Word(uint owner, uint state) => ((ulong)owner << 32) | state;

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

    private bool TryNotifyOldest(uint excluded)
    {
        while (true)
        {
            int oldest = -1;
            for (int i = 0; i < UsedCount; i++)
            {
                ulong word = Volatile.Read(ref _nodes[i].Word);
                if ((uint)word == Waiting && (uint)(word >> 32) != excluded && (oldest < 0 || _nodes[i].Ticket < _nodes[oldest].Ticket))
                {
                    oldest = i;
                }
            }

            if (oldest < 0)
            {
                return false;
            }

            ulong now = Volatile.Read(ref _nodes[oldest].Word);
            if ((uint)now == Waiting && Interlocked.CompareExchange(ref _nodes[oldest].Word, (now & ~(ulong)uint.MaxValue) | Notified, now) == now)
            {
                FaultPoints.Pass(FaultPoint.ConditionNodeNotified);
                HostPlatform.Current.WakeWord(&_nodes[oldest].State, int.MaxValue);
                FaultPoints.Pass(FaultPoint.ConditionNodeWoken);
                return true;
            }
        }
    }

    private void TakeOut(uint gone)
    {
        for (int i = 0; i < UsedCount; i++)
        {
            ulong word = Volatile.Read(ref _nodes[i].Word);
            if ((uint)(word >> 32) == gone)
            {
                if ((uint)word == Notified)
                {
                    TryNotifyOldest(excluded: gone);
                }

                // Somebody may notify it between our look and this: then there is something to pass on.
                if (Interlocked.CompareExchange(ref _nodes[i].Word, 0, word) != word)
                {
                    i--;
                }
            }
            else if ((uint)word == Notified)
            {
                HostPlatform.Current.WakeWord(&_nodes[i].State, int.MaxValue);
            }
        }
    }

    /// <summary>Waits until a node is notified.</summary>
    internal readonly struct WaitStep(SharedReference reference, int node) : IWaitStep
    {
        private readonly ConditionNode* _node = (ConditionNode*)reference.Arena.MapWindow(reference.Index) + node;

        public bool TryComplete() => Volatile.Read(ref _node->State) == Notified;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = &_node->State;
            expected = Waiting;
            return true;
        }

        public bool Abandon()
        {
            ulong waiting = Word(reference.Arena.Token, Waiting);
            return Interlocked.CompareExchange(ref _node->Word, 0, waiting) != waiting;
        }

        public void OnOverslept() => reference.LookAround();
    }

    private sealed class ConditionRepair : ICellRepair
    {
        public void Repair(in Departure departure)
        {
            new ConditionNodes(departure.Arena, departure.Index).TakeOut(departure.Token);
            LockWord.Release(departure);
        }
    }
}
