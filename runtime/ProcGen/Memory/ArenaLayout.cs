namespace ProcGen.Memory;

/// <summary>Where things lie in an arena's file.</summary>
/// <remarks>
/// One mapping covers the first part: header, process table, ledgers, cells. Behind it each cell has a window of its own in the file, 64
/// terabytes wide and empty until something is reserved there. So there is no heap to keep in order and none to be torn by a death: what is
/// taken is what the living cells say.
/// </remarks>
internal sealed record ArenaLayout(int SlotCount, int CellCount)
{
    public const int HeaderSize = Alignment;
    public const int ProcessEntrySize = 128;
    public const int CellSize = 128;
    public const int LedgerEntrySize = sizeof(ulong);

    /// <summary>Ledgers are reserved piece by piece, as cells come into use.</summary>
    public const int LedgerPieceSize = 4096;

    /// <summary>How many cells a piece of a ledger is about.</summary>
    public const int CellsPerPiece = LedgerPieceSize / LedgerEntrySize;

    public const long WindowSize = 1L << 46;

    // Raise it with every change to what any word of an arena means.
    private const int Version = 4;

    // The largest page of any Linux that .NET runs on.
    private const int Alignment = 64 * 1024;

    /// <summary>The arena of a tree of processes.</summary>
    public static readonly ArenaLayout Tree = new(SlotCount: 1024, CellCount: 64 * 1024);

    /// <summary>The arena of one object with a name.</summary>
    public static readonly ArenaLayout Named = new(SlotCount: 256, CellCount: 8);

    public const long ProcessTable = HeaderSize;

    public long Ledgers => Align(ProcessTable + ((long)SlotCount * ProcessEntrySize));

    public long LedgerStride => CellCount * (long)LedgerEntrySize;

    public long Cells => Align(Ledgers + (SlotCount * LedgerStride));

    public long MappedSize => Align(Cells + ((long)CellCount * CellSize));

    public long FileSize => (CellCount + 1L) * WindowSize;

    /// <summary>Tells this layout from all others.</summary>
    public ulong Hash => 0x50524F4347454E00 ^ ((ulong)Version << 56) ^ ((ulong)SlotCount << 32) ^ (uint)CellCount ^ ((ulong)CellSize << 20);

    public static long Window(int cell) => (cell + 1L) * WindowSize;

    private static long Align(long size) => (size + Alignment - 1) / Alignment * Alignment;
}
