using System.Runtime.CompilerServices;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>What a record of a ring is. Values are part of the layout.</summary>
[Flags]
internal enum PipeRecordKind : uint
{
    /// <summary>A message begins with it. What came before of another that has no end is void: its sender gave up.</summary>
    First = 1,

    /// <summary>The message ends with it.</summary>
    Last = 2,

    /// <summary>The message is bytes of the user's, not an item.</summary>
    Bytes = 4,

    /// <summary>No message: the room up to the end of the ring.</summary>
    Padding = 8,

    /// <summary>Ends of pipes travel with the message. Only with <see cref="Last"/>.</summary>
    Carries = 16,
}

/// <summary>A record in a ring: at most a whole message, at least a piece of one. It lies in one stretch.</summary>
/// <remarks>Layout: length (4 bytes), kind (4), content; the next begins at a multiple of 8. A first record that is not the last begins with the length of the whole message (8 bytes).
/// One that carries ends with a ticket for each end of a pipe that is in the message, and how many they are (8).</remarks>
internal readonly unsafe struct PipeRecord(byte* start, int length, PipeRecordKind kind)
{
    public const int HeaderSize = 8;
    public const int PrefixSize = sizeof(long);

    public PipeRecordKind Kind => kind;

    public int Length => length;

    /// <summary>What it holds of the message, with the prefix.</summary>
    public ReadOnlySpan<byte> Content => new(start, length - TicketsSize);

    /// <summary>What travels with the message.</summary>
    public ReadOnlySpan<TravelTicket> Tickets => TicketsSize == 0 ? [] : new(start + length - TicketsSize, Count);

    public bool IsFirst => (kind & PipeRecordKind.First) != 0;

    public bool IsLast => (kind & PipeRecordKind.Last) != 0;

    // Held against what there is: the count is the sender's word.
    private int Count => (kind & PipeRecordKind.Carries) != 0 && length >= sizeof(long)
        ? (int)Math.Clamp(Unsafe.ReadUnaligned<long>(start + length - sizeof(long)), 0, (length - sizeof(long)) / sizeof(TravelTicket))
        : 0;

    private int TicketsSize => (kind & PipeRecordKind.Carries) != 0 ? SizeOfTickets(Count) : 0;

    public static int SizeOfTickets(int count) => count == 0 ? 0 : (count * sizeof(TravelTicket)) + sizeof(long);

    public static long SizeOf(long length) => (HeaderSize + length + 7) & ~7L;
}
