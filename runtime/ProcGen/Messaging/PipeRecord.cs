using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>What a record of a ring is. Values are part of the layout.</summary>
[Flags]
internal enum PipeRecordKind : uint
{
    /// <summary>A message, and nothing else is to be said of it.</summary>
    Message = 0,

    /// <summary>The message is bytes of the user's, not an item.</summary>
    Bytes = 1,

    /// <summary>No message: the room up to the end of the ring.</summary>
    Padding = 2,

    /// <summary>Ends of pipes travel with the message.</summary>
    Carries = 4,

    /// <summary>The message lies in the block; the record tells how long it is.</summary>
    InBlock = 8,
}

/// <summary>A record in a ring: a whole message, or the length of one that lies in the block. It lies in one stretch.</summary>
/// <remarks>
/// Layout: length (4 bytes), kind (4), content; the next begins at a multiple of 8. The content is the message, or its length (8 bytes); of one that
/// carries, then tickets (<see cref="Travel"/>).
/// </remarks>
internal readonly unsafe struct PipeRecord(byte* start, int length, PipeRecordKind kind)
{
    public const int HeaderSize = 8;
    public const int PrefixSize = sizeof(long);

    public PipeRecordKind Kind => kind;

    public int Length => length;

    /// <summary>The message, or how long it is.</summary>
    public ReadOnlySpan<byte> Content => Carries ? Travel.ContentOf(All) : All;

    /// <summary>What travels with the message.</summary>
    public ReadOnlySpan<TravelTicket> Tickets => Carries ? Travel.TicketsOf(All) : [];

    public bool IsBytes => (kind & PipeRecordKind.Bytes) != 0;

    public bool IsInBlock => (kind & PipeRecordKind.InBlock) != 0;

    private bool Carries => (kind & PipeRecordKind.Carries) != 0;

    private ReadOnlySpan<byte> All => new(start, length);

    public static long SizeOf(long length) => (HeaderSize + length + 7) & ~7L;
}
