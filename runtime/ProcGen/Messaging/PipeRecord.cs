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

    /// <summary>The message lies in the block; the record tells how long it is. Only with <see cref="First"/> and <see cref="Last"/>.</summary>
    InBlock = 32,
}

/// <summary>A record in a ring: at most a whole message, at least a piece of one. It lies in one stretch.</summary>
/// <remarks>Layout: length (4 bytes), kind (4), content; the next begins at a multiple of 8. A first record that is not the last, or of a message in the block, begins with the length of the whole message (8 bytes).
/// One that carries ends with tickets (<see cref="Travel"/>).</remarks>
internal readonly unsafe struct PipeRecord(byte* start, int length, PipeRecordKind kind)
{
    public const int HeaderSize = 8;
    public const int PrefixSize = sizeof(long);

    public PipeRecordKind Kind => kind;

    public int Length => length;

    /// <summary>What it holds of the message, with the prefix.</summary>
    public ReadOnlySpan<byte> Content => Carries ? Travel.ContentOf(All) : All;

    /// <summary>What travels with the message.</summary>
    public ReadOnlySpan<TravelTicket> Tickets => Carries ? Travel.TicketsOf(All) : [];

    public bool IsFirst => (kind & PipeRecordKind.First) != 0;

    public bool IsInBlock => (kind & PipeRecordKind.InBlock) != 0;

    public bool IsLast => (kind & PipeRecordKind.Last) != 0;

    private bool Carries => (kind & PipeRecordKind.Carries) != 0;

    private ReadOnlySpan<byte> All => new(start, length);

    public static long SizeOf(long length) => (HeaderSize + length + 7) & ~7L;
}
