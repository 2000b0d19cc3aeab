using System.Buffers.Binary;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>One message on a channel: what it says, which call it belongs to, and its content, which is valid until the next is read.</summary>
/// <remarks>Layout: length of the content (4 bytes), kind (1), place (1), attempt (2), call id (8), content; little-endian.</remarks>
internal readonly ref struct Frame(FrameKind kind, int place, int attempt, long callId, ReadOnlySpan<byte> payload)
{
    public const int HeaderSize = 16;

    public FrameKind Kind { get; } = kind;

    /// <summary>Where it is written down whether the call has been begun (<c>WorkerPage</c>); 0 for nowhere.</summary>
    public int Place { get; } = place;

    public int Attempt { get; } = attempt;

    public long CallId { get; } = callId;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>How many bytes the frame takes that these begin with.</summary>
    public static int SizeOf(ReadOnlySpan<byte> frames) => HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(frames);

    /// <summary>Reads the frame that these bytes begin with, whose content has so many.</summary>
    public static Frame Read(ReadOnlySpan<byte> bytes, int length) =>
        new((FrameKind)bytes[4], bytes[5], BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), bytes.Slice(HeaderSize, length));

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

    /// <summary>Notes in a finished frame which attempt it is.</summary>
    public static void SetAttempt(WireBuffer buffer, int start, int attempt) =>
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.Written(start + 6, sizeof(ushort)), (ushort)Math.Min(attempt, ushort.MaxValue));

    /// <summary>Notes in a finished frame where it is written down whether the call has been begun.</summary>
    public static void SetPlace(WireBuffer buffer, int start, int place) => buffer.Written(start + 5, 1)[0] = (byte)place;
}
