namespace ProcGen.Memory;

/// <summary>The state word of a cell: how often the cell was given out, who is making or clearing it, and how far it is. Changed as a whole.</summary>
internal readonly record struct CellState(ulong Bits)
{
    private const int PhaseBits = 2;

    public CellState(uint generation, uint token, CellPhase phase)
        : this(((ulong)generation << 32) | (token << PhaseBits) | (uint)phase)
    {
    }

    public uint Generation => (uint)(Bits >> 32);

    /// <summary>Who makes or clears it; 0 in the other phases.</summary>
    public uint Token => (uint)Bits >> PhaseBits;

    public CellPhase Phase => (CellPhase)(Bits & 3);

    public bool IsLive(uint generation) => this == new CellState(generation, 0, CellPhase.Live);
}

/// <summary>How far a cell is.</summary>
internal enum CellPhase
{
    /// <summary>Nobody's.</summary>
    Free,

    /// <summary>Being made by the named process.</summary>
    Claimed,

    /// <summary>In use.</summary>
    Live,

    /// <summary>Being cleared by the named process.</summary>
    Clearing,
}
