using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Tests.Messaging;

/// <summary>Frames with ends of pipes in them, as results of calls are.</summary>
public class TravelTests
{
    [Fact]
    public void An_end_in_a_frame_that_nobody_reads_is_closed()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            byte[] sent = Send(there);
            using FrameDecoder decoder = Received(sent);
            Assert.True(decoder.TryRead(out Frame frame));
            Assert.True(frame.Carries);
            Assert.False(here.Poll());
            frame.Drop();
            Assert.Throws<EndOfStreamException>(() => here.Receive());
            frame.Drop();
        }
    }

    [Fact]
    public void An_end_in_a_frame_that_was_read_stays_open()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            byte[] sent = Send(there);
            using FrameDecoder decoder = Received(sent);
            Assert.True(decoder.TryRead(out Frame frame));
            WireReader reader = new(frame.Payload);
            using Connection<int> moved = SharedObjectCodec<Connection<int>>.Read(ref reader)!;
            reader.End();
            frame.Drop();
            here.Send(1);
            Assert.Equal(1, moved.Receive());
        }
    }

    // The tickets are another process' word.
    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Tickets_that_are_none_do_no_harm(long count)
    {
        byte[] message = [.. new byte[50], .. BitConverter.GetBytes(count)];
        Assert.InRange(Travel.ContentOf(message).Length, 0, message.Length);
        Travel.End(Travel.TicketsOf(message));
        Assert.True(Travel.TicketsOf(message.AsSpan(50..55)).IsEmpty);
    }

    private static byte[] Send(Connection<int> end)
    {
        using WireBuffer buffer = new() { Travellers = [] };
        WireWriter writer = new(buffer);
        Frame.Begin(ref writer, FrameKind.Result, 1);
        SharedObjectCodec<Connection<int>>.Write(ref writer, end);
        Travel.WriteTickets(writer.Reserve(Travel.SizeOfTickets(1)), buffer.Travellers!);
        writer.Flush();
        Frame.Finish(buffer);
        Frame.SetCarries(buffer);
        Travel.Begin(buffer.Travellers!);
        return buffer.WrittenSpan.ToArray();
    }

    private static FrameDecoder Received(byte[] bytes)
    {
        FrameDecoder decoder = new(10_000);
        bytes.CopyTo(decoder.Space());
        decoder.Advance(bytes.Length);
        return decoder;
    }
}
