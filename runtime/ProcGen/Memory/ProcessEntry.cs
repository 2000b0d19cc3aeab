using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Memory;

/// <summary>A process' place in the table of an arena. Only the holder of the slot's lease writes it.</summary>
[StructLayout(LayoutKind.Explicit, Size = ArenaLayout.ProcessEntrySize)]
internal unsafe struct ProcessEntry
{
    private const int NameSize = 88;
    private const int PrefixSize = ArenaLayout.ProcessEntrySize - NameSize;

    [FieldOffset(0)]
    public uint Generation;

    [FieldOffset(4)]
    public ProcessSlotState State;

    [FieldOffset(8)]
    public int ProcessId;

    [FieldOffset(12)]
    private int _nameLength;

    /// <summary>Which pieces of its ledger are reserved, a bit each.</summary>
    [FieldOffset(16)]
    private ulong _firstPieces;

    [FieldOffset(24)]
    private ulong _lastPieces;

    /// <summary>How often anything was opened through this slot, by whichever process had it.</summary>
    [FieldOffset(PrefixSize - sizeof(uint))]
    public uint Openings;

    [FieldOffset(PrefixSize)]
    private fixed byte _name[NameSize];

    public readonly bool HasPiece(int piece) => (Volatile.Read(in piece < 64 ? ref _firstPieces : ref _lastPieces) & (1UL << (piece % 64))) != 0;

    public void AddPiece(int piece) => Interlocked.Or(ref piece < 64 ? ref _firstPieces : ref _lastPieces, 1UL << (piece % 64));

    public void SetName(string name)
    {
        fixed (byte* bytes = _name)
        {
            Encoding.UTF8.GetEncoder().Convert(name, new Span<byte>(bytes, NameSize), flush: true, out _, out int length, out _);
            Volatile.Write(ref _nameLength, length);
        }
    }

    public readonly string GetName()
    {
        fixed (byte* bytes = _name)
        {
            return Encoding.UTF8.GetString(bytes, Math.Clamp(_nameLength, 0, NameSize));
        }
    }
}

/// <summary>What a slot of the process table holds.</summary>
internal enum ProcessSlotState
{
    /// <summary>Nobody.</summary>
    Free,

    /// <summary>A process that runs, or has died and was not repaired after yet: its lease tells.</summary>
    Used,

    /// <summary>The same, of a process that has begun to exit in good order.</summary>
    Leaving,
}
