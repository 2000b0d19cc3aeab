namespace ProcGen.Memory;

/// <summary>Takes a process that is gone out of a cell: frees what it held, wakes whom it kept waiting.</summary>
/// <remarks>Never waits and never throws. May be done twice, and by another process after the first died over it: each step leaves the cell so that the whole can be begun again.</remarks>
internal unsafe interface ICellRepair
{
    void Repair(in Departure departure);

    /// <summary>The last has closed the cell, and it is about to be cleared: ends what is on its way in it.</summary>
    /// <remarks>Its window is mapped nowhere in this process. What holds of <see cref="Repair"/> holds here as well.</remarks>
    void Empty(Arena arena, int index)
    {
    }
}

/// <summary>A process that is gone, and a cell that it had open.</summary>
internal unsafe readonly ref struct Departure
{
    public required Arena Arena { get; init; }

    public required int Index { get; init; }

    public required Cell* Cell { get; init; }

    /// <summary>Who is gone.</summary>
    public required uint Token { get; init; }

    /// <summary>Its entry for the cell.</summary>
    public required ulong* Ledger { get; init; }

    /// <summary>Whether it left in good order: it exited, or closed the object.</summary>
    public required bool IsOrderly { get; init; }
}
