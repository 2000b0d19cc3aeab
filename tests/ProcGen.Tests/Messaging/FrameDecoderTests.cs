using System.Buffers.Binary;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Tests.Messaging;

public class FrameDecoderTests
{
    private const int Limit = 1000;

    private static readonly (FrameKind Kind, long CallId, byte[] Content)[] Messages =
    [
        (FrameKind.Hello, 0, [1, 2, 3]),
        (FrameKind.Call, 7, []),
        (FrameKind.Result, long.MaxValue, [.. Enumerable.Range(0, 200).Select(static i => (byte)i)]),
        (FrameKind.End, -1, [255]),
    ];

    [Fact]
    public void Frames_come_out_whole_wherever_the_stream_is_cut()
    {
        byte[] stream = Stream();
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            using FrameDecoder decoder = new(Limit);
            List<(FrameKind, long, byte[])> read = [];
            Feed(decoder, stream.AsSpan(0, cut), read);
            Feed(decoder, stream.AsSpan(cut), read);
            AssertMessages(read);
            Assert.False(decoder.IsInsideFrame);
        }
    }

    [Fact]
    public void Frames_come_out_whole_when_bytes_come_one_by_one()
    {
        using FrameDecoder decoder = new(Limit);
        List<(FrameKind, long, byte[])> read = [];
        foreach (byte value in Stream())
        {
            Feed(decoder, [value], read);
        }

        AssertMessages(read);
    }

    [Fact]
    public void Frames_that_come_together_are_told_apart()
    {
        using FrameDecoder decoder = new(Limit);
        List<(FrameKind, long, byte[])> read = [];
        Feed(decoder, Stream(), read);
        AssertMessages(read);
    }

    [Fact]
    public void A_stream_that_is_cut_is_inside_a_frame()
    {
        byte[] stream = Frame(FrameKind.Call, 1, new byte[10]);
        for (int length = 1; length < stream.Length; length++)
        {
            using FrameDecoder decoder = new(Limit);
            Feed(decoder, stream.AsSpan(0, length), []);
            Assert.True(decoder.IsInsideFrame);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Limit)]
    public void A_length_at_the_ends_of_the_range_is_taken(int length)
    {
        using FrameDecoder decoder = new(Limit);
        List<(FrameKind, long, byte[])> read = [];
        Feed(decoder, Frame(FrameKind.Call, 1, new byte[length]), read);
        Assert.Equal(length, Assert.Single(read).Item3.Length);
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_length_beyond_the_range_is_refused_as_soon_as_it_is_there(int length)
    {
        byte[] header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        using FrameDecoder decoder = new(Limit);
        header.CopyTo(decoder.Space());
        decoder.Advance(header.Length);
        Assert.Throws<ProtocolException>(() => decoder.TryRead(out _));
    }

    [Fact]
    public void Memory_grows_with_what_came_and_not_with_what_was_claimed()
    {
        byte[] header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header, 1 << 30);
        using FrameDecoder decoder = new(1 << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        List<(FrameKind, long, byte[])> read = [];
        Feed(decoder, header, read);
        for (int i = 0; i < 100; i++)
        {
            Feed(decoder, new byte[100], read);
        }

        Assert.Empty(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void The_limit_may_be_raised_between_frames()
    {
        using FrameDecoder decoder = new(3);
        List<(FrameKind, long, byte[])> read = [];
        Feed(decoder, Frame(FrameKind.Hello, 0, new byte[3]), read);
        decoder.Limit = 100;
        Feed(decoder, Frame(FrameKind.Result, 0, new byte[100]), read);
        Assert.Equal(2, read.Count);
    }

    // Bytes of any kind, in pieces of any size, give frames or one exception: no other outcome, no endless loop, no frame beyond the limit.
    [Fact]
    public void Any_bytes_give_frames_or_a_protocol_exception()
    {
        Random random = new(20251);
        byte[] stream = Stream();
        int refused = 0, complete = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] mutated = Mutate(stream, random);
            using FrameDecoder decoder = new(Limit);
            int offset = 0;
            try
            {
                while (offset < mutated.Length)
                {
                    Span<byte> space = decoder.Space();
                    int count = Math.Min(Math.Min(space.Length, random.Next(1, 120)), mutated.Length - offset);
                    mutated.AsSpan(offset, count).CopyTo(space);
                    decoder.Advance(count);
                    offset += count;
                    while (decoder.TryRead(out Frame frame))
                    {
                        if (frame.Payload.Length > Limit)
                        {
                            Assert.Fail($"Round {round}: a frame of {frame.Payload.Length} bytes.");
                        }
                    }
                }

                complete++;
            }
            catch (ProtocolException)
            {
                refused++;
            }
        }

        // The mutations are of both kinds, or this proves nothing.
        Assert.True(refused > 10_000, $"{refused} refused");
        Assert.True(complete > 10_000, $"{complete} complete");
    }

    private static byte[] Mutate(byte[] stream, Random random)
    {
        byte[] mutated = [.. stream.AsSpan(0, random.Next(4) == 0 ? random.Next(stream.Length) : stream.Length)];
        for (int change = random.Next(4); change > 0 && mutated.Length > 0; change--)
        {
            int at = random.Next(mutated.Length);
            switch (random.Next(3))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    mutated = [.. mutated.AsSpan(0, at), (byte)random.Next(256), .. mutated.AsSpan(at)];
                    break;
            }
        }

        return mutated;
    }

    private static byte[] Stream() => [.. Messages.SelectMany(static message => Frame(message.Kind, message.CallId, message.Content))];

    internal static byte[] Frame(FrameKind kind, long callId, ReadOnlySpan<byte> content)
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        ProcGen.Messaging.Frame.Begin(ref writer, kind, callId);
        writer.WriteRaw(content);
        writer.Flush();
        ProcGen.Messaging.Frame.Finish(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Feed(FrameDecoder decoder, ReadOnlySpan<byte> bytes, List<(FrameKind, long, byte[])> read)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> space = decoder.Space();
            Assert.False(space.IsEmpty);
            int count = Math.Min(space.Length, bytes.Length);
            bytes[..count].CopyTo(space);
            decoder.Advance(count);
            bytes = bytes[count..];
            while (decoder.TryRead(out Frame frame))
            {
                read.Add((frame.Kind, frame.CallId, frame.Payload.ToArray()));
            }
        }
    }

    private static void AssertMessages(List<(FrameKind Kind, long CallId, byte[] Content)> read)
    {
        Assert.Equal(Messages.Length, read.Count);
        foreach (((FrameKind Kind, long CallId, byte[] Content) expected, (FrameKind Kind, long CallId, byte[] Content) actual) in Messages.Zip(read))
        {
            Assert.Equal((expected.Kind, expected.CallId), (actual.Kind, actual.CallId));
            Assert.Equal(expected.Content, actual.Content);
        }
    }
}
