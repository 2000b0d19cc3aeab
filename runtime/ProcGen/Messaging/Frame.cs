using System.Buffers.Binary;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>One message on a channel: what it says, which call it belongs to, and its content, which is valid until the next is read.</summary>
/// <remarks>
/// Layout: length of what follows the header (4 bytes), kind (1), place and, in the highest bit, whether tickets follow the content (1), attempt (2),
/// call id (8), content, tickets (<see cref="Travel"/>); little-endian.
/// </remarks>
internal readonly ref struct Frame(FrameKind kind, int place, int attempt, long callId, bool carries, ReadOnlySpan<byte> message)
{
    public const int HeaderSize = 16;

    private const int PlaceOffset = 5;
    private const byte CarriesBit = 0x80;

    public FrameKind Kind { get; } = kind;

    /// <summary>Where it is written down whether the call has been begun (<c>WorkerPage</c>); 0 for nowhere.</summary>
    public int Place { get; } = place;

    public int Attempt { get; } = attempt;

    public long CallId { get; } = callId;

    /// <summary>Whether ends of pipes travel with it. Whoever is done with such a frame, or drops it, ends their journeys.</summary>
    public bool Carries { get; } = carries;

    /// <summary>The content and the tickets behind it.</summary>
    public ReadOnlySpan<byte> Message { get; } = message;

    public ReadOnlySpan<byte> Payload => Carries ? Travel.ContentOf(Message) : Message;

    /// <summary>Nobody reads it, or somebody has: ends of pipes in it that nobody took are closed.</summary>
    public void Drop()
    {
        if (Carries)
        {
            Travel.End(Travel.TicketsOf(Message));
        }
    }

    /// <summary>How many bytes the frame takes that these begin with.</summary>
    public static int SizeOf(ReadOnlySpan<byte> frames) => HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(frames);

    /// <summary>Reads the frame that these bytes begin with, behind whose header there are so many.</summary>
    public static Frame Read(ReadOnlySpan<byte> bytes, int length) => new(
        (FrameKind)bytes[4],
        bytes[PlaceOffset] & ~CarriesBit,
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
        (bytes[PlaceOffset] & CarriesBit) != 0,
        bytes.Slice(HeaderSize, length));

    /// <summary>Starts a frame in a buffer. What is written behind it becomes the content; <see cref="Finish"/> completes it.</summary>
    public static void Begin(ref WireWriter writer, FrameKind kind, long callId)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        header[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], callId);
        writer.WriteRaw(header);
    }

    /// <summary>Completes the frame that begins at <paramref name="start"/> and ends the buffer.</summary>
    public static void Finish(WireBuffer buffer, int start = 0) =>
        BinaryPrimitives.WriteInt32LittleEndian(buffer.Written(start, sizeof(int)), buffer.Length - start - HeaderSize);

    /// <summary>Notes in a frame, whose tickets are written, that it has some.</summary>
    public static void SetCarries(WireBuffer buffer) => buffer.Written(PlaceOffset, 1)[0] |= CarriesBit;

    /// <summary>Notes in a finished frame which attempt it is.</summary>
    public static void SetAttempt(WireBuffer buffer, int start, int attempt) =>
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.Written(start + 6, sizeof(ushort)), (ushort)Math.Min(attempt, ushort.MaxValue));

    /// <summary>Notes in a finished frame where it is written down whether the call has been begun.</summary>
    public static void SetPlace(WireBuffer buffer, int start, int place)
    {
        Span<byte> at = buffer.Written(start + PlaceOffset, 1);
        at[0] = (byte)((at[0] & CarriesBit) | place);
    }
}
