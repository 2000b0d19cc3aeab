using System.Runtime.InteropServices;
using CsCheck;
using ProcGen.Messaging;
using ProcGen.Platform;

namespace ProcGen.Tests.Messaging;

/// <summary>Two sides of a channel with rings beside its socket.</summary>
public sealed unsafe class FrameRingTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // Most fit into the ring; some are for the socket, and some for more than it takes at once.
    private static readonly Gen<int> Length = Gen.Frequency((16, Gen.Int[0, 200]), (6, Gen.Int[200, 6000]), (1, Gen.Int[6000, 300_000]));

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Size, 64);
    private readonly FrameChannel _here;
    private readonly FrameChannel _there;

    public FrameRingTests()
    {
        new Span<byte>(_memory, Size).Clear();
        (SafeDescriptor here, SafeDescriptor there) = HostPlatform.Current.CreateSocketPair();
        (_here, _there) = (new FrameChannel(here, 1 << 30), new FrameChannel(there, 1 << 30));
        _here.UseRings(outgoing: Place(0), incoming: Place(1));
        _there.UseRings(outgoing: Place(1), incoming: Place(0));
    }

    private static int Size => 2 * (sizeof(FrameRing) + FrameRing.Capacity);

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    [Fact]
    public void Frames_of_any_size_arrive_whole_and_in_order() => Length.Array[1, 300].Sample(
        lengths =>
        {
            Thread sender = new(() =>
            {
                for (int i = 0; i < lengths.Length; i++)
                {
                    _here.Send(FrameDecoderTests.Frame(FrameKind.Item, i, Content(lengths[i], i)));
                }
            });
            sender.Start();
            for (int i = 0; i < lengths.Length; i++)
            {
                AssertNext(i, lengths[i], wait: true);
            }

            Assert.True(sender.Join(Deadline));
        },
        iter: 60,
        threads: 1);

    // One thread: whatever the sender does between two looks of the receiver, and with as little or as much in the ring as there may be.
    [Fact]
    public void Frames_that_are_sent_without_waiting_arrive_in_order() => Gen.Frequency((1, Gen.Int[-6, -1]), (2, Length)).Array[1, 200].Sample(
        deeds =>
        {
            int sent = 0, received = 0;
            List<int> lengths = [];
            foreach (int deed in deeds)
            {
                if (deed >= 0)
                {
                    lengths.Add(deed);
                    _here.TrySend(FrameDecoderTests.Frame(FrameKind.Item, sent, Content(deed, sent)));
                    sent++;
                    continue;
                }

                for (int i = 0; i < -deed && received < sent; i++)
                {
                    AssertNext(received, lengths[received], wait: false);
                    received++;
                }
            }

            for (; received < sent; received++)
            {
                AssertNext(received, lengths[received], wait: false);
            }

            Assert.True(_here.TryFlush());
            Assert.False(_there.TryReceive(wait: false, out _, out bool ended));
            Assert.False(ended);
            _there.TakeBell();
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Who_sleeps_is_told_and_who_looks_is_not()
    {
        _here.Send(FrameDecoderTests.Frame(FrameKind.Item, 1, [1]));
        Assert.False(IsReadable());
        AssertNext(1, 1, wait: false, content: [1]);
        Assert.False(_there.TryReceive(wait: false, out _, out _));
        _here.Send(FrameDecoderTests.Frame(FrameKind.Item, 2, [2]));
        _here.Send(FrameDecoderTests.Frame(FrameKind.Item, 3, [3]));
        Assert.True(IsReadable());
        _there.TakeBell();
        AssertNext(2, 1, wait: false, content: [2]);
        AssertNext(3, 1, wait: false, content: [3]);
        Assert.False(IsReadable());
    }

    [Fact]
    public void Who_asks_for_a_bell_gets_one()
    {
        _there.AskForBell();
        _here.Send(FrameDecoderTests.Frame(FrameKind.Item, 1, [1]));
        Assert.True(IsReadable());
    }

    [Fact]
    public void Nobody_sleeps_while_there_is_a_frame()
    {
        const int Rounds = 10_000;
        Random pauses = new(1);
        Thread other = new(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                Assert.True(_there.TryReceive(wait: true, out Frame frame, out _));
                _there.Send(FrameDecoderTests.Frame(FrameKind.Result, frame.CallId, []));
            }
        });
        other.Start();
        for (int i = 0; i < Rounds; i++)
        {
            // Around the time after which the other side stops looking and goes to sleep.
            Thread.SpinWait(pauses.Next(8) == 0 ? pauses.Next(2000) : 0);
            _here.Send(FrameDecoderTests.Frame(FrameKind.Call, i, []));
            Assert.True(_here.TryReceive(wait: true, out Frame frame, out _));
            Assert.Equal(i, frame.CallId);
        }

        Assert.True(other.Join(Deadline));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_in_the_ring_is_received_before_the_end(bool wait)
    {
        _here.Send([.. FrameDecoderTests.Frame(FrameKind.Item, 1, Content(10_000, 1)), .. FrameDecoderTests.Frame(FrameKind.Item, 2, Content(3, 2))]);
        _here.Dispose();
        AssertNext(1, 10_000, wait);
        AssertNext(2, 3, wait);
        _there.TakeBell();
        Assert.False(_there.TryReceive(wait, out _, out bool ended));
        Assert.True(ended);
    }

    [Fact]
    public void A_channel_that_was_closed_leaves_the_ring_alone()
    {
        _here.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _here.Send(FrameDecoderTests.Frame(FrameKind.Item, 1, [])));
        Assert.Equal(0, Volatile.Read(ref Place(0).Words->Ring.Tail));
    }

    [Fact]
    public void A_record_that_is_no_frame_is_a_protocol_exception()
    {
        PipeWriter writer = new(&Place(0).Words->Ring, Place(0).Bytes, FrameRing.Capacity);
        writer.Publish(10, PipeRecordKind.Message);
        Assert.Throws<ProtocolException>(() => _there.TryReceive(wait: true, out _, out _));
    }

    private static byte[] Content(int length, int seed)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill((byte)seed);
        return content;
    }

    private bool IsReadable() => HostPlatform.Current.WaitUntilReadable(_there.Socket, TimeSpan.Zero);

    private void AssertNext(int number, int length, bool wait, byte[]? content = null)
    {
        Frame frame;
        while (!_there.TryReceive(wait, out frame, out bool ended))
        {
            // A large one is on its way, a piece at a time.
            Assert.False(wait || ended);
            _here.TryFlush();
        }

        Assert.Equal(number, frame.CallId);
        Assert.True(frame.Payload.SequenceEqual(content ?? Content(length, number)));
    }

    private FrameRingPlace Place(int direction)
    {
        byte* start = _memory + (direction * (sizeof(FrameRing) + FrameRing.Capacity));
        return new FrameRingPlace((FrameRing*)start, start + sizeof(FrameRing));
    }
}
