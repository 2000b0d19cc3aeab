using System.Runtime.InteropServices;

namespace ProcGen.Memory;

/// <summary>One shared object: a header, a lock of its own, and words for its kind. Two cache lines; the second is the busy one.</summary>
[StructLayout(LayoutKind.Explicit, Size = ArenaLayout.CellSize)]
internal unsafe struct Cell
{
    /// <summary>How many bytes of a value fit into the cell itself.</summary>
    public const int InlineSize = 32;

    [FieldOffset(0)]
    public ulong State;

    [FieldOffset(8)]
    public CellKind Kind;

    /// <summary>What the kind's maker noted once and for all.</summary>
    [FieldOffset(10)]
    public ushort Flags;

    /// <summary>References that are on their way in messages: not in any ledger yet.</summary>
    [FieldOffset(12)]
    public int Exported;

    /// <summary>How many bytes of its window are its own.</summary>
    [FieldOffset(16)]
    public long WindowLength;

    /// <summary>Tells the element type of a value or an array.</summary>
    [FieldOffset(24)]
    public ulong TypeHash;

    /// <summary>A number of the kind's: a bound, a count of parties, a number of elements.</summary>
    [FieldOffset(32)]
    public long Parameter;

    [FieldOffset(40)]
    public long SecondParameter;

    /// <summary>Whether somebody may sleep until the lock is free. On the quiet line: it is read at every release, and written when somebody sleeps.</summary>
    [FieldOffset(48)]
    public uint LockSleepers;

    /// <summary>Every cell has a lock: it is the object, or guards it. See LockWord.</summary>
    [FieldOffset(64)]
    public uint LockWord;

    /// <summary>How often the holder of the lock has acquired it again. Written by the holder only; 0 while the lock is free.</summary>
    [FieldOffset(68)]
    public uint LockDepth;

    /// <summary>Which flow of control of which process holds the lock. Written by the holder only.</summary>
    [FieldOffset(72)]
    public ulong LockHolder;

    /// <summary>The kind's own word.</summary>
    [FieldOffset(80)]
    public ulong Word;

    /// <summary>The half of <see cref="Word"/> that waiters sleep on.</summary>
    [FieldOffset(80)]
    public uint SleepWord;

    [FieldOffset(88)]
    public ulong SecondWord;

    [FieldOffset(96)]
    public fixed byte Inline[InlineSize];
}
