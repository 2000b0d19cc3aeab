using System.Runtime.InteropServices;

namespace ProcGen.Memory;

/// <summary>The first words of an arena.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct ArenaHeader
{
    /// <summary>The hash of the layout. Written last: an arena without it is not ready.</summary>
    [FieldOffset(0)]
    public ulong LayoutHash;

    /// <summary>A number that no other arena has, so that a handle is not taken for one of another tree.</summary>
    [FieldOffset(8)]
    public ulong Id;

    /// <summary>No process was ever registered in this slot or behind it.</summary>
    [FieldOffset(16)]
    public int SlotsUsed;

    /// <summary>Cells below this are reserved.</summary>
    [FieldOffset(20)]
    public int CellsReserved;

    /// <summary>Where to look for a free cell first. Only a hint.</summary>
    [FieldOffset(64)]
    public int CellHint;

    /// <summary>When somebody last looked for dead processes, on the monotonic clock.</summary>
    [FieldOffset(128)]
    public long LastSearch;
}
