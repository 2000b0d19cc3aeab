using System.Runtime.InteropServices;
using ProcGen.Memory;

namespace ProcGen.Messaging;

// Where a pipe's words lie. What everybody must reach, whether it has the window mapped or not, is in the cell: a word for each end, which says
// whose it is, and a signal for each thing that somebody may sleep on. The rings, and how far they are written and read, are in the window.
//
// A direction has the number of the end that writes it. A pipe of one direction has only direction 1: its first end receives.
internal static unsafe class PipeLayout
{
    /// <summary>How many bytes of messages that nobody has read yet a direction holds. A power of two.</summary>
    public const int Capacity = 64 * 1024;

    /// <summary>Set in the cell's flags where both ends send.</summary>
    public const ushort Duplex = 1;

    private const int HeaderSize = 4096;
    private const long BlocksStart = 1L << 40;
    private const long BlockSize = 1L << 32;

    public static long WindowLength(bool duplex) => HeaderSize + ((duplex ? 2L : 1L) * Capacity);

    public static bool IsDuplex(Cell* cell) => (cell->Flags & Duplex) != 0;

    /// <summary>Whether an end can send.</summary>
    public static bool CanSend(Cell* cell, int end) => end == 1 || IsDuplex(cell);

    /// <summary>Who reads a direction sleeps on it.</summary>
    public static uint* ItemSignal(Cell* cell, int direction) => (uint*)cell->Inline + (2 * direction);

    /// <summary>Who writes a direction sleeps on it.</summary>
    public static uint* RoomSignal(Cell* cell, int direction) => (uint*)cell->Inline + (2 * direction) + 1;

    public static PipeDirection* Direction(byte* window, int direction) => (PipeDirection*)window + direction;

    /// <summary>Where in the window the large messages of a direction lie.</summary>
    public static long Block(int direction) => BlocksStart + (direction * BlockSize);

    public static byte* Ring(Cell* cell, byte* window, int direction) => window + HeaderSize + (IsDuplex(cell) ? (long)direction * Capacity : 0);
}

/// <summary>How far a direction is written and read, in bytes since it was made; on cache lines of their own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PipeDirection
{
    /// <summary>Whole records are below it. Written by who has the sending end.</summary>
    [FieldOffset(0)]
    public long Tail;

    /// <summary>How many bytes of the block (<see cref="PipeBlock"/>) are reserved. Written by who has that in hand.</summary>
    [FieldOffset(16)]
    public long Reserved;

    /// <summary>How many messages were put into the block. Written by who has the sending end.</summary>
    [FieldOffset(24)]
    public long BlocksSent;

    /// <summary>What is below it may be overwritten. Written by who has the receiving end.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>How many messages were taken out of the block. Written by who has the receiving end.</summary>
    [FieldOffset(136)]
    public long BlocksTaken;
}
