using ProcGen.Messaging;

namespace ProcGen.Tests.Messaging;

/// <summary>A million streams of frames that somebody changed on the way: each gives frames or one typed exception, and costs no more than what came.</summary>
public class FrameFuzzTests
{
    private const int Inputs = 1_000_000;
    private const int Threads = 4;
    private const int Limit = 1000;

    // All of these streams fit into what a decoder begins with: what remains are exceptions, and what the first of each kind needs.
    private const int MostAllocated = 256 * 1024;

    [Fact]
    public void Streams_that_were_changed_give_frames_or_a_protocol_exception()
    {
        long[] frames = new long[Threads], refused = new long[Threads];
        Parallel.For(0, Threads, thread =>
        {
            Random random = new(thread);
            byte[] stream = new byte[4096];
            using FrameDecoder first = new(Limit);
            for (int input = 0; input < Inputs / Threads; input++)
            {
                int seed = random.Next();
                try
                {
                    (frames[thread], bool isRefused) = Run(new Random(seed), stream, frames[thread]);
                    refused[thread] += isRefused ? 1 : 0;
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Repeat with Run(new Random({seed}), ...).", exception);
                }
            }
        });

        // Neither kind of input is rare, or nothing would have been tested.
        Assert.InRange(frames.Sum(), Inputs / 4, long.MaxValue);
        Assert.InRange(refused.Sum(), Inputs / 20, Inputs);
    }

    private static (long Frames, bool IsRefused) Run(Random random, byte[] stream, long frames)
    {
        int length = Write(random, stream);
        for (int changes = random.Next(4); changes > 0 && length > 0; changes--)
        {
            length = Mutation.Apply(random, stream, length, lengthAt: 0);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRefused = false;
        int read = 0;
        using (FrameDecoder decoder = new(Limit))
        {
            try
            {
                read = Feed(random, decoder, stream.AsSpan(0, length));
            }
            catch (ProtocolException)
            {
                isRefused = true;
            }
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated);
        return (frames + read, isRefused);
    }

    // Some frames in a row, without or with content, of the largest size or one more.
    private static int Write(Random random, byte[] stream)
    {
        int length = 0;
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int content = random.Next(8) switch
            {
                0 => 0,
                1 => Limit,
                2 => Limit + 1,
                _ => random.Next(64),
            };
            Span<byte> header = stream.AsSpan(length, Frame.HeaderSize);
            random.NextBytes(header);
            BitConverter.TryWriteBytes(header, content);
            length += Frame.HeaderSize + content;
        }

        return length;
    }

    // In pieces of any size, most of all of one byte and of everything; asks after each.
    private static int Feed(Random random, FrameDecoder decoder, ReadOnlySpan<byte> bytes)
    {
        int read = 0, total = 0;
        int sort = random.Next(3);
        while (!bytes.IsEmpty)
        {
            Span<byte> space = decoder.Space();
            int count = Math.Min(bytes.Length, Math.Min(space.Length, sort switch { 0 => random.Next(1, 40), 1 when bytes.Length < 200 => 1, _ => bytes.Length }));
            bytes[..count].CopyTo(space);
            decoder.Advance(count);
            bytes = bytes[count..];
            while (decoder.TryRead(out Frame frame))
            {
                Assert.InRange(frame.Message.Length, 0, Limit);
                Assert.InRange(frame.Payload.Length, 0, frame.Message.Length);
                total += Frame.HeaderSize + frame.Message.Length;
                read++;
            }
        }

        Assert.InRange(decoder.HeldLength, 0, Limit);
        return read;
    }
}
