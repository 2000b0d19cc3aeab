using ProcGen.Messaging;
using ProcGen.Platform;

namespace ProcGen.Tests.Messaging;

public class FrameChannelTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_frame_larger_than_the_sockets_buffer_arrives_whole()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        using (there)
        {
            byte[] content = new byte[20_000_000];
            new Random(1).NextBytes(content);
            Thread sender = new(() => here.Send(FrameDecoderTests.Frame(FrameKind.Call, 3, content)));
            sender.Start();
            Assert.True(there.TryReceive(wait: true, out Frame frame, out _));
            Assert.Equal((FrameKind.Call, 3L), (frame.Kind, frame.CallId));
            Assert.True(frame.Payload.SequenceEqual(content));
            Assert.True(sender.Join(Deadline));
        }
    }

    [Fact]
    public void What_could_not_be_sent_at_once_is_sent_later_and_in_order()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        using (there)
        {
            int sent = 0;
            while (here.TrySend(Numbered(sent++)))
            {
                Assert.True(sent < 10_000, "The socket takes everything.");
            }

            // More behind what is left, then a send that waits: it must not overtake.
            for (int i = 0; i < 10; i++)
            {
                Assert.False(here.TrySend(Numbered(sent++)));
            }

            Assert.False(here.TryFlush());
            int last = sent++;
            Thread sender = new(() => here.Send(Numbered(last)));
            sender.Start();
            for (int i = 0; i < sent; i++)
            {
                Assert.True(there.TryReceive(wait: true, out Frame frame, out _));
                Assert.Equal(i, frame.CallId);
            }

            Assert.True(sender.Join(Deadline));
            Assert.True(here.TryFlush());
        }

        static byte[] Numbered(int number) => FrameDecoderTests.Frame(FrameKind.Item, number, new byte[5000]);
    }

    [Fact]
    public void Flushing_bit_by_bit_loses_nothing()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        using (there)
        {
            byte[] content = new byte[3_000_000];
            new Random(2).NextBytes(content);
            bool isSent = here.TrySend(FrameDecoderTests.Frame(FrameKind.Call, 1, content));
            Assert.False(isSent);
            Frame frame;
            while (!there.TryReceive(wait: false, out frame, out bool ended))
            {
                Assert.False(ended);
                isSent = here.TryFlush();
            }

            Assert.True(isSent);
            Assert.True(frame.Payload.SequenceEqual(content));
        }
    }

    [Fact]
    public void Without_waiting_an_empty_channel_is_not_an_ended_one()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (there)
        {
            Assert.False(there.TryReceive(wait: false, out _, out bool ended));
            Assert.False(ended);
            here.Dispose();
            Assert.False(there.TryReceive(wait: false, out _, out ended));
            Assert.True(ended);
        }
    }

    [Fact]
    public void What_was_sent_before_the_end_is_received_before_the_end()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (there)
        {
            here.Send([.. FrameDecoderTests.Frame(FrameKind.Item, 1, [1]), .. FrameDecoderTests.Frame(FrameKind.End, 2, [])]);
            here.Dispose();
            Assert.True(there.TryReceive(wait: true, out Frame frame, out _));
            Assert.Equal(1, frame.CallId);
            Assert.True(there.TryReceive(wait: true, out frame, out _));
            Assert.Equal(2, frame.CallId);
            Assert.False(there.TryReceive(wait: true, out _, out bool ended));
            Assert.True(ended);
        }
    }

    [Fact]
    public void A_frame_that_is_cut_by_the_end_is_a_protocol_exception()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (there)
        {
            here.Send(FrameDecoderTests.Frame(FrameKind.Item, 1, [1, 2, 3]).AsSpan()[..^1]);
            here.Dispose();
            Assert.Throws<ProtocolException>(() => there.TryReceive(wait: true, out _, out _));
        }
    }

    [Fact]
    public void A_send_to_nobody_is_an_io_exception()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        {
            there.Dispose();
            Assert.Throws<IOException>(() => here.Send(FrameDecoderTests.Frame(FrameKind.Call, 1, [])));
            Assert.Throws<IOException>(() => here.TrySend(FrameDecoderTests.Frame(FrameKind.Call, 1, [])));
        }
    }

    [Fact]
    public async Task Shutdown_wakes_a_receiver_and_a_sender()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        using (there)
        {
            Task<bool> receiving = Task.Factory.StartNew(() => there.TryReceive(wait: true, out _, out _), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Task sending = Task.Factory.StartNew(
                () => there.Send(FrameDecoderTests.Frame(FrameKind.Call, 1, new byte[10_000_000])), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.False(receiving.IsCompleted || sending.IsCompleted);
            there.Shutdown();
            Assert.False(await receiving.WaitAsync(Deadline));
            await Assert.ThrowsAsync<IOException>(() => sending.WaitAsync(Deadline));
        }
    }

    [Fact]
    public void A_frame_over_the_limit_is_refused()
    {
        (FrameChannel here, FrameChannel there) = Pair();
        using (here)
        using (there)
        {
            there.Limit = 10;
            here.Send(FrameDecoderTests.Frame(FrameKind.Call, 1, new byte[11]));
            Assert.Throws<ProtocolException>(() => there.TryReceive(wait: true, out _, out _));
        }
    }

    private static (FrameChannel Here, FrameChannel There) Pair()
    {
        (SafeDescriptor here, SafeDescriptor there) = HostPlatform.Current.CreateSocketPair();
        return (new FrameChannel(here, 1 << 30), new FrameChannel(there, 1 << 30));
    }
}
