using ProcGen.Platform;

namespace ProcGen.Memory;

// Cells: made, opened, closed, cleared.
internal sealed unsafe partial class Arena
{
    private const int CellsReservedAtOnce = 512;

    // What this process has open, by the cell's index. Guarded by _gate.
    private readonly Dictionary<int, OpenCell> _open = [];

    /// <summary>Takes a free cell for this process alone. Fill it, then <see cref="Publish"/> it, or <see cref="Close"/> it to give it back.</summary>
    /// <param name="kind">What it will be.</param>
    /// <param name="windowLength">How many bytes of its window it uses.</param>
    /// <param name="reservedLength">How many of these are reserved now; the others when they are needed (<see cref="ReserveWindow"/>).</param>
    /// <exception cref="SharedObjectException">There are as many objects as there can be.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public int Claim(CellKind kind, long windowLength, long reservedLength)
    {
        int start = Volatile.Read(ref Header->CellHint);
        for (int step = 0; step < Layout.CellCount; step++)
        {
            int index = (start + step) % Layout.CellCount;
            if (!TryClaim(index))
            {
                continue;
            }

            Volatile.Write(ref Header->CellHint, index + 1);
            try
            {
                Initialize(index, kind, windowLength, reservedLength);
                return index;
            }
            catch
            {
                Close(index, repair: null);
                throw;
            }
        }

        throw new SharedObjectException(SharedObjectFailure.Full, $"There are {Layout.CellCount:N0} shared objects, and no more can be. Dispose of those that are no longer used.");
    }

    /// <summary>Lets others have the cell.</summary>
    /// <returns>How often the cell was given out: names this object among those that had the cell.</returns>
    public uint Publish(int index)
    {
        Cell* cell = At(index);
        FaultPoints.Pass(FaultPoint.CellInitialized);
        uint generation = new CellState(Volatile.Read(ref cell->State)).Generation;
        Volatile.Write(ref cell->State, new CellState(generation, 0, CellPhase.Live).Bits);
        return generation;
    }

    /// <summary>Opens a cell that another process, or another part of this one, named. False when that object is gone.</summary>
    public bool TryOpen(int index, uint generation)
    {
        if (index < 0 || index >= Volatile.Read(ref Header->CellsReserved))
        {
            return false;
        }

        Retain(index);
        if (new CellState(Volatile.Read(ref At(index)->State)).IsLive(generation))
        {
            return true;
        }

        Close(index, repair: null);
        return false;
    }

    /// <summary>Counts one more user of a cell in this process.</summary>
    public void Retain(int index)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(index, out OpenCell? open))
            {
                open.Users++;
                return;
            }

            ReservePiece(index / ArenaLayout.CellsPerPiece);
            _open.Add(index, new OpenCell { Users = 1 });
            Interlocked.Exchange(ref *OwnLedger(index), LedgerEntry.Open(Entry(Slot)->Openings++));
        }
    }

    /// <summary>Counts one user of a cell less. The last one of this process gives back what the process held there; the last of all clears the cell.</summary>
    public void Close(int index, ICellRepair? repair)
    {
        lock (_gate)
        {
            // One who only looked at the cell (who wanted to take it, who repairs after another) may be the last to close it here.
            OpenCell open = _open[index];
            open.Repair ??= repair;
            if (open.Users > 1)
            {
                open.Users--;
                return;
            }

            // It may open and close other cells, and come back to this one.
            if (new CellState(Volatile.Read(ref At(index)->State)).Phase == CellPhase.Live)
            {
                open.Repair?.Repair(new Departure { Arena = this, Index = index, Cell = At(index), Token = Token, Ledger = OwnLedger(index), IsOrderly = true });
            }

            open.Users--;
            if (open.Window is not null)
            {
                HostPlatform.Current.Unmap(open.Window, At(index)->WindowLength);
            }

            // Until it has looked, it neither counts as one that has the cell open, so that of several that close it at once the last clears it,
            // nor is it forgotten: if it dies before that, whoever repairs looks in its place. Were it to count again while it clears, one who
            // takes the cell as soon as it is free, and gives it back at once, would leave it to us, who look no more (cell.pml).
            _open.Remove(index);
            Interlocked.Exchange(ref *OwnLedger(index), LedgerEntry.Closing);
            FaultPoints.Pass(FaultPoint.CellUnreferenced);
            ClearIfUnused(index, open.Repair ?? Repair);
            Interlocked.Exchange(ref *OwnLedger(index), 0);
        }
    }

    /// <summary>Where the window of a cell that this process has open is mapped.</summary>
    public byte* MapWindow(int index)
    {
        lock (_gate)
        {
            OpenCell open = _open[index];
            if (open.Window is null)
            {
                open.Window = HostPlatform.Current.Map(_memory, ArenaLayout.Window(index), At(index)->WindowLength);
            }

            return open.Window;
        }
    }

    /// <summary>Maps a part of a cell's window that lies behind what <see cref="MapWindow"/> maps. Whoever maps it takes it out again.</summary>
    public byte* MapPart(int index, long offset, long length) => HostPlatform.Current.Map(_memory, ArenaLayout.Window(index) + offset, length);

    /// <summary>Takes a part out that <see cref="MapPart"/> mapped.</summary>
    public static void UnmapPart(byte* address, long length) => HostPlatform.Current.Unmap(address, length);

    /// <summary>Takes the room for a part of a cell's window.</summary>
    public void ReserveWindow(int index, long offset, long length) => HostPlatform.Current.Reserve(_memory, ArenaLayout.Window(index) + offset, length);

    /// <summary>Gives the room of a part of a cell's window back.</summary>
    public void UnreserveWindow(int index, long offset, long length) => HostPlatform.Current.Unreserve(_memory, ArenaLayout.Window(index) + offset, length);

    private bool TryClaim(int index)
    {
        ReserveCell(index);
        Cell* cell = At(index);
        CellState free = new(Volatile.Read(ref cell->State));
        if (free.Phase != CellPhase.Free)
        {
            return false;
        }

        Retain(index);
        if (Interlocked.CompareExchange(ref cell->State, new CellState(free.Generation, Token, CellPhase.Claimed).Bits, free.Bits) == free.Bits)
        {
            FaultPoints.Pass(FaultPoint.CellClaimed);
            return true;
        }

        Close(index, repair: null);
        return false;
    }

    private void Initialize(int index, CellKind kind, long windowLength, long reservedLength)
    {
        Cell* cell = At(index);
        new Span<byte>((byte*)cell + sizeof(ulong), ArenaLayout.CellSize - sizeof(ulong)).Clear();
        cell->Kind = kind;
        if (windowLength == 0)
        {
            return;
        }

        if (windowLength > ArenaLayout.WindowSize)
        {
            throw new InsufficientMemoryException($"{windowLength:N0} bytes are more than one shared object can have, which is {ArenaLayout.WindowSize:N0}.");
        }

        long page = Environment.SystemPageSize;
        cell->WindowLength = (windowLength + page - 1) / page * page;
        ReserveWindow(index, 0, reservedLength);
    }

    private void ReserveCell(int index)
    {
        int reserved = Volatile.Read(ref Header->CellsReserved);
        if (index < reserved)
        {
            return;
        }

        int wanted = Math.Min((index / CellsReservedAtOnce * CellsReservedAtOnce) + CellsReservedAtOnce, Layout.CellCount);
        HostPlatform.Current.Reserve(_memory, Layout.Cells + ((long)reserved * ArenaLayout.CellSize), (wanted - reserved) * (long)ArenaLayout.CellSize);
        RaiseTo(ref Header->CellsReserved, wanted);
    }

    /// <summary>Makes a cell ours that a dead process left half-made or half-cleared. This process has it open; closing it clears it.</summary>
    private void TakeOver(int index, CellState left)
    {
        CellState ours = new(left.Generation, Token, left.Phase);
        if (Interlocked.CompareExchange(ref At(index)->State, ours.Bits, left.Bits) != left.Bits)
        {
            return;
        }

        lock (_gate)
        {
            // The dead would have seen that another part of this process had opened it in time, and would have let it live.
            if (left.Phase == CellPhase.Clearing && _open[index].Users > 1)
            {
                Interlocked.CompareExchange(ref At(index)->State, new CellState(left.Generation, 0, CellPhase.Live).Bits, ours.Bits);
            }
        }
    }

    /// <summary>Clears a cell that nobody has open any more. This process is closing it.</summary>
    private void ClearIfUnused(int index, ICellRepair? repair)
    {
        Cell* cell = At(index);
        while (true)
        {
            CellState state = new(Volatile.Read(ref cell->State));
            bool isHalfMade = state.Phase == CellPhase.Claimed && state.Token == Token;
            bool isHalfCleared = state.Phase == CellPhase.Clearing && state.Token == Token;
            if (!isHalfMade && !isHalfCleared && (state.Phase != CellPhase.Live || IsUsedByOthers(index)))
            {
                return;
            }

            CellState clearing = new(state.Generation, Token, CellPhase.Clearing);
            if (Interlocked.CompareExchange(ref cell->State, clearing.Bits, state.Bits) != state.Bits)
            {
                continue;
            }

            FaultPoints.Pass(FaultPoint.CellClearing);
            if (isHalfMade || !IsUsedByOthers(index))
            {
                if (!isHalfMade)
                {
                    repair?.Empty(this, index);
                }

                Clear(index, clearing);
                return;
            }

            // Somebody opened it between our look and our deed, and may not have seen the deed. If he has closed it since, he left it to us.
            Interlocked.CompareExchange(ref cell->State, new CellState(state.Generation, 0, CellPhase.Live).Bits, clearing.Bits);
        }
    }

    private void Clear(int index, CellState clearing)
    {
        Cell* cell = At(index);
        if (cell->WindowLength > 0)
        {
            // All of it: what was reserved later lies behind.
            HostPlatform.Current.Unreserve(_memory, ArenaLayout.Window(index), ArenaLayout.WindowSize);
        }

        FaultPoints.Pass(FaultPoint.CellCleared);
        Interlocked.CompareExchange(ref cell->State, new CellState(clearing.Generation + 1, 0, CellPhase.Free).Bits, clearing.Bits);
        FaultPoints.Pass(FaultPoint.CellFreed);
        if (index < Volatile.Read(ref Header->CellHint))
        {
            Volatile.Write(ref Header->CellHint, index);
        }
    }

    private bool IsUsedByOthers(int index)
    {
        if (Volatile.Read(ref At(index)->Exported) > 0)
        {
            return true;
        }

        int piece = index / ArenaLayout.CellsPerPiece;
        int used = Volatile.Read(ref Header->SlotsUsed);
        for (int slot = 0; slot < used; slot++)
        {
            if (slot != Slot && Entry(slot)->State != ProcessSlotState.Free && Entry(slot)->HasPiece(piece) && LedgerEntry.IsReferenced(Volatile.Read(ref *Ledger(slot, index))))
            {
                return true;
            }
        }

        // After the ledgers: who sends an end away says so there before it closes the cell.
        return At(index)->Kind == CellKind.Pipe && PipeEnds.AreInUse(At(index));
    }

    /// <summary>A cell that this process has open.</summary>
    private sealed class OpenCell
    {
        public int Users { get; set; }

        /// <summary>Gives back what this process held there, when the last user has closed it.</summary>
        public ICellRepair? Repair { get; set; }

        public byte* Window { get; set; }
    }
}
