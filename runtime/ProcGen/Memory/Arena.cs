using ProcGen.Platform;

namespace ProcGen.Memory;

// Memory that processes share, with a table of who they are and cells for what they share.
//
// What must hold whatever dies, at any instruction
// - Who is alive: a process leases its slot's byte from the kernel, which takes the lease back when the process is gone, however it went. No
//   process id, no clock and no heartbeat says more: a stopped process keeps its lease, an id that is used again has none.
// - Who may write: a slot and its entry, whoever holds the lease on it; a ledger, its process, and (bits of semaphores) anybody by
//   compare-and-swap; a cell's header, the process named in its state word, until it is Live, and nobody afterwards; the rest of a cell, as
//   its kind says.
// - A ledger entry is written before the thing that it tells of: "has it open" before the cell is claimed or used. So whoever repairs after a
//   death finds every cell that the dead could have touched by its ledger alone.
// - Only one repairs after a given death at a time: it holds the lease of the dead's slot meanwhile. If it dies over it, the next begins again.
// - A ledger entry is taken back after the thing that it tells of: one that closes a cell says so ("closing", which does not count as having it
//   open) until it has looked whether it was the last and has cleared it.
// - A cell is cleared when it is Live (or half-made by a dead process), no living ledger has it open and no message carries it. Opening a
//   cell writes the ledger, then looks at the state; clearing changes the state, then looks at the ledgers once more, and takes the change back
//   when it sees one that opens. One of the two sees the other.
// - The version word is written last, under a lease of its own: an arena that is half made is made again by the next.
//
// In this process: _gate guards which cells are open here. It is held for system calls at the longest, and never while code of users runs.
internal sealed unsafe partial class Arena
{
    private readonly Lock _gate = new();
    private readonly Lock _recovering = new();
    private readonly SafeDescriptor _memory;

    // For leases only: a mapping made through it would keep them as long as itself.
    private readonly SafeDescriptor _opening;
    private readonly byte* _base;

    private Arena(SafeDescriptor memory, ArenaLayout layout)
    {
        _memory = memory;
        _opening = HostPlatform.Current.Reopen(memory);
        _base = HostPlatform.Current.Map(memory, 0, layout.MappedSize);
        Layout = layout;
    }

    public ArenaLayout Layout { get; }

    /// <summary>The slot of this process.</summary>
    public int Slot { get; private set; }

    /// <summary>The name of this process in words of this arena.</summary>
    public uint Token { get; private set; }

    public ulong Id => Header->Id;

    /// <summary>Repairs cells of every kind that may be in this arena; null as long as nobody else can have it.</summary>
    public ICellRepair? Repair { get; set; }

    private ArenaHeader* Header => (ArenaHeader*)_base;

    /// <summary>Maps an arena, makes it if nobody has yet, and registers this process in it.</summary>
    /// <exception cref="SharedObjectException">It is of another version of ProcGen, or full of processes.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static Arena Open(SafeDescriptor memory, ArenaLayout layout, string processName)
    {
        Arena arena = new(memory, layout);
        try
        {
            arena.Prepare();
            arena.Register(processName);
            return arena;
        }
        catch
        {
            arena.Leave();
            arena.Unmap();
            throw;
        }
    }

    /// <summary>Whether anybody has prepared an arena in this memory.</summary>
    public static bool IsPrepared(SafeDescriptor memory)
    {
        ulong hash = 0;
        HostPlatform.Current.ReadMemory(memory, 0, new Span<byte>(&hash, sizeof(ulong)));
        return hash != 0;
    }

    public Cell* At(int index) => (Cell*)(_base + Layout.Cells) + index;

    /// <summary>The ledger entry of a slot for a cell.</summary>
    public ulong* Ledger(int slot, int index) => (ulong*)(_base + Layout.Ledgers + (slot * Layout.LedgerStride)) + index;

    /// <summary>This process' ledger entry for a cell that it has open.</summary>
    public ulong* OwnLedger(int index) => Ledger(Slot, index);

    /// <summary>Who a token names, for people; null when that process is gone.</summary>
    public string? Describe(uint token)
    {
        int slot = ProcessToken.SlotOf(token);
        return Has(token) ? $"{Entry(slot)->GetName()} ({Entry(slot)->ProcessId})" : null;
    }

    /// <summary>Whether the process that a token names is there, or was not repaired after yet.</summary>
    public bool Has(uint token)
    {
        int slot = ProcessToken.SlotOf(token);
        return slot >= 0 && slot < Layout.SlotCount && ProcessToken.Make(slot, Entry(slot)->Generation) == token && Entry(slot)->State != ProcessSlotState.Free;
    }

    /// <summary>The token of the process with that id, 0 when it has not registered here.</summary>
    public uint Find(int processId)
    {
        int used = Volatile.Read(ref Header->SlotsUsed);
        for (int slot = 0; slot < used; slot++)
        {
            if (Entry(slot)->State == ProcessSlotState.Used && Entry(slot)->ProcessId == processId)
            {
                return ProcessToken.Make(slot, Entry(slot)->Generation);
            }
        }

        return 0;
    }

    /// <summary>Notes that this process exits in good order.</summary>
    public void BeginLeaving() => Entry(Slot)->State = ProcessSlotState.Leaving;

    /// <summary>Ends this process' part in the arena, in which it has nothing open any more. The mapping stays for threads that are still at work in it.</summary>
    public void Leave()
    {
        if (Token != 0)
        {
            Entry(Slot)->State = ProcessSlotState.Free;
        }

        _opening.Dispose();
    }

    /// <summary>Takes the mapping out. Nothing in this process may use it any more.</summary>
    public void Unmap() => HostPlatform.Current.Unmap(_base, Layout.MappedSize);

    private ProcessEntry* Entry(int slot) => (ProcessEntry*)(_base + ArenaLayout.ProcessTable) + slot;

    private void Prepare()
    {
        if (Volatile.Read(ref Header->LayoutHash) == 0)
        {
            long preparing = Layout.SlotCount;
            HostPlatform.Current.Lease(_opening, preparing);
            try
            {
                if (Volatile.Read(ref Header->LayoutHash) == 0)
                {
                    Make();
                }
            }
            finally
            {
                HostPlatform.Current.EndLease(_opening, preparing);
            }
        }

        if (Volatile.Read(ref Header->LayoutHash) != Layout.Hash)
        {
            throw new SharedObjectException(
                SharedObjectFailure.OtherVersion,
                $"The shared memory has another layout ({Header->LayoutHash:x16} and not {Layout.Hash:x16}): the process that made it runs another version of ProcGen. Use the same version in all of them.");
        }
    }

    private void Make()
    {
        HostPlatform platform = HostPlatform.Current;
        platform.Reserve(_memory, 0, Layout.Ledgers);
        if (Layout.LedgerStride < ArenaLayout.LedgerPieceSize)
        {
            platform.Reserve(_memory, Layout.Ledgers, Layout.SlotCount * Layout.LedgerStride);
        }

        Header->Id = (ulong)Random.Shared.NextInt64();
        Volatile.Write(ref Header->LayoutHash, Layout.Hash);
    }

    // Slots of dead processes are left to those who repair, which are registered already and know what lies here.
    private void Register(string processName)
    {
        for (int slot = 0; slot < Layout.SlotCount; slot++)
        {
            if (Entry(slot)->State != ProcessSlotState.Free || !HostPlatform.Current.TryLease(_opening, slot))
            {
                continue;
            }

            // Another process may have had it, and died, between the look and the lease.
            if (Entry(slot)->State == ProcessSlotState.Free)
            {
                RaiseTo(ref Header->SlotsUsed, slot + 1);
                TakeSlot(slot, processName);
                return;
            }

            HostPlatform.Current.EndLease(_opening, slot);
        }

        throw new SharedObjectException(SharedObjectFailure.Full, $"{Layout.SlotCount:N0} processes share this memory, and no more can.");
    }

    private void TakeSlot(int slot, string processName)
    {
        ProcessEntry* entry = Entry(slot);
        entry->Generation++;
        entry->ProcessId = Environment.ProcessId;
        entry->SetName(processName);
        Slot = slot;
        Token = ProcessToken.Make(slot, entry->Generation);
        ReservePiece(0);
        Interlocked.MemoryBarrier();
        entry->State = ProcessSlotState.Used;
    }

    private void ReservePiece(int piece)
    {
        if (Layout.LedgerStride >= ArenaLayout.LedgerPieceSize && !Entry(Slot)->HasPiece(piece))
        {
            HostPlatform.Current.Reserve(_memory, Layout.Ledgers + (Slot * Layout.LedgerStride) + ((long)piece * ArenaLayout.LedgerPieceSize), ArenaLayout.LedgerPieceSize);
        }

        Entry(Slot)->AddPiece(piece);
    }

    private static void RaiseTo(ref int value, int least)
    {
        for (int now = Volatile.Read(ref value); now < least;)
        {
            int seen = Interlocked.CompareExchange(ref value, least, now);
            if (seen == now)
            {
                return;
            }

            now = seen;
        }
    }
}
