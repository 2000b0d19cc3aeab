using System.Buffers.Binary;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>One message on a channel: what it says, which call it belongs to, and its content, which is valid until the next is read.</summary>
/// <remarks>
/// Layout: length of what follows the header (4 bytes), kind (1), whether tickets follow the content (1), attempt (2), call id (8), content, tickets
/// (<see cref="Travel"/>); little-endian.
/// </remarks>
internal readonly ref struct Frame(FrameKind kind, int attempt, long callId, bool carries, ReadOnlySpan<byte> message)
{
    public const int HeaderSize = 16;

    private const int CarriesOffset = 5;

    public FrameKind Kind { get; } = kind;

    public int Attempt { get; } = attempt;

    public long CallId { get; } = callId;

    /// <summary>Whether ends of pipes travel with it. Whoever is done with such a frame, or drops it, ends their journeys.</summary>
    public bool Carries { get; } = carries;

    /// <summary>The content and the tickets behind it.</summary>
    public ReadOnlySpan<byte> Message { get; } = message;

    public ReadOnlySpan<byte> Payload => Carries ? Travel.ContentOf(Message) : Message;

    /// <summary>Takes a frame apart that is whole.</summary>
    public static Frame Read(ReadOnlySpan<byte> header, ReadOnlySpan<byte> message) => new(
        (FrameKind)header[4],
        BinaryPrimitives.ReadUInt16LittleEndian(header[6..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[8..]),
        header[CarriesOffset] != 0,
        message);

    /// <summary>Nobody reads it, or somebody has: ends of pipes in it that nobody took are closed.</summary>
    public void Drop()
    {
        if (Carries)
        {
            Travel.End(Travel.TicketsOf(Message));
        }
    }

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
    public static void SetCarries(WireBuffer buffer) => buffer.Written(CarriesOffset, 1)[0] = 1;

    /// <summary>Notes in a finished frame which attempt it is.</summary>
    public static void SetAttempt(WireBuffer buffer, int start, int attempt) =>
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.Written(start + 6, sizeof(ushort)), (ushort)Math.Min(attempt, ushort.MaxValue));
}
