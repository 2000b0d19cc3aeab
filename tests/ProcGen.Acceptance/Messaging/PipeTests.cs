using System.Diagnostics;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Pipes within a process and between processes.</summary>
public class PipeTests : ProcessTest
{
    public static TheoryData<int> Lengths => [0, 1, 7, 8, 1000, 16_368, 16_369, 16_376, 16_384, 32_760, 32_761, 65_536, 100_000, 16 << 20];

    [Fact]
    public async Task CN1_Objects_and_bytes_make_a_round_trip()
    {
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using var echo = new PipeJobs.EchoProcess(there).Started();
        foreach (string text in (string[])["", "one", "äöü ✓", new string('x', 100_000)])
        {
            here.Send(text);
            Assert.Equal(text, here.Receive());
            await here.SendAsync(text);
            Assert.Equal(text, await here.ReceiveAsync().AsTask().Soon());
        }

        here.Close();
        Assert.True(await echo.GetResultAsync().Soon());
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task CN3_Bytes_of_any_length_make_a_round_trip(int length)
    {
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using var echo = new PipeJobs.EchoBytesProcess(there).Started();
        byte[] sent = new byte[length];
        new Random(length).NextBytes(sent);
        for (int i = 0; i < 3; i++)
        {
            here.SendBytes(sent);
            Assert.Equal(sent, here.ReceiveBytes());
        }

        await here.SendBytesAsync(sent);
        Assert.Equal(sent, await here.ReceiveBytesAsync().AsTask().Soon());
        here.Close();
        Assert.True(await echo.GetResultAsync().Soon());
    }

    [Fact]
    public void CN7_Bytes_go_into_a_part_of_a_buffer_and_come_from_a_part()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        {
            byte[] letters = [.. "abcdefghijklmnopqrstuvwxyz"u8];
            foreach (Range part in new[] { Range.All, 3.., 3..10, 26.., 0..0 })
            {
                here.SendBytes(letters.AsSpan()[part]);
                Assert.Equal(letters[part], there.ReceiveBytes());
            }

            byte[] buffer = new byte[40];
            here.SendBytes(letters);
            Assert.Equal(letters.Length, there.ReceiveBytesInto(buffer.AsMemory(10)));
            Assert.Equal(letters, buffer[10..36]);
            Assert.All(buffer[..10].Concat(buffer[36..]), static each => Assert.Equal(0, each));

            here.SendBytes(letters);
            BufferTooShortException tooShort = Assert.Throws<BufferTooShortException>(() => there.ReceiveBytesInto(buffer.AsSpan(0, 25)));
            Assert.Equal(letters, tooShort.Received.ToArray());
            Assert.False(there.Poll());
        }
    }

    [Fact]
    public void CN2_Poll_asks_or_waits()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        {
            Assert.False(there.Poll());
            TimeSpan negative = TimeSpan.FromSeconds(-5);
            Assert.Throws<ArgumentOutOfRangeException>(() => there.Poll(negative));
            Assert.Throws<ArgumentOutOfRangeException>(() => there.TryReceive(out _, negative));
            Assert.Throws<ArgumentOutOfRangeException>(() => here.TrySend(1, negative));
            long start = Stopwatch.GetTimestamp();
            Assert.False(there.Poll(TimeSpan.FromMilliseconds(100)));
            Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(99));
            here.Send(1);
            Assert.True(there.Poll());
            Assert.True(there.Poll(Timeout.InfiniteTimeSpan));
            Assert.Equal(1, there.Receive());
            Assert.False(there.Poll());
        }
    }

    [Fact]
    public async Task CN4_The_other_side_sees_the_end_after_what_was_sent()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (there)
        {
            here.Send(1);
            here.SendBytes([2]);
            here.Close();
            Assert.Equal(1, there.Receive());
            Assert.Equal([2], there.ReceiveBytes());
            Assert.True(there.Poll());
            Assert.Throws<EndOfStreamException>(() => there.Receive());
            Assert.Throws<EndOfStreamException>(() => there.ReceiveBytes());
            Assert.Throws<EndOfStreamException>(() => there.TryReceive(out _));
            await Assert.ThrowsAsync<EndOfStreamException>(async () => await there.ReceiveAsync());
            Assert.Throws<IOException>(() => there.Send(1));
        }
    }

    [Fact]
    public async Task CN4_One_that_waits_sees_the_end()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        Task<int> later = there.ReceiveAsync().AsTask();
        Task<int> thread = Task.Factory.StartNew(() => there.Receive(), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        here.Close();
        await Assert.ThrowsAsync<EndOfStreamException>(later.Soon);
        await Assert.ThrowsAsync<EndOfStreamException>(thread.Soon);
        there.Close();
    }

    [Fact]
    public void CN5_A_pipe_of_one_direction_has_a_receiving_and_a_sending_end()
    {
        (Connection<int> receiver, Connection<int> sender) = ProcessPipe.Create<int>(duplex: false);
        using (receiver)
        using (sender)
        {
            Assert.Equal((true, false, false, true), (receiver.IsReadable, receiver.IsWritable, sender.IsReadable, sender.IsWritable));
            sender.Send(5);
            Assert.Equal(5, receiver.Receive());
            Assert.Throws<InvalidOperationException>(() => receiver.Send(1));
            Assert.Throws<InvalidOperationException>(() => receiver.SendBytes([1]));
            Assert.Throws<InvalidOperationException>(() => sender.Receive());
            Assert.Throws<InvalidOperationException>(() => sender.ReceiveBytes());
            Assert.Throws<InvalidOperationException>(() => sender.Poll());
            sender.Send(6);
            Assert.Equal(6, receiver.Receive());
        }
    }

    [Fact]
    public void CN8_A_pipe_has_no_handle_and_is_waited_for_beside_other_things()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        using (ProcessEvent other = new())
        {
            Assert.Null(here.Handle);
            Assert.Empty(ProcessWait.Any([there, other], TimeSpan.Zero));
            here.Send(1);
            Assert.Equal([there], ProcessWait.Any([there, other], Deadlines.Event));
        }
    }

    [Fact]
    public void CN9_After_the_end_of_a_using_nothing_works_and_closing_again_does()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            Assert.False(here.IsClosed);
        }

        Assert.True(here.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => here.Send(1));
        Assert.Throws<ObjectDisposedException>(() => here.Receive());
        Assert.Throws<ObjectDisposedException>(() => here.ReceiveBytes());
        Assert.Throws<ObjectDisposedException>(() => here.Poll());
        here.Close();
        here.Dispose();
        there.Close();
    }

    [Fact]
    public void CN10_An_empty_message_is_a_message()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        {
            here.SendBytes([]);
            Assert.True(there.Poll());
            Assert.True(there.Poll());
            Assert.Empty(there.ReceiveBytes());
            Assert.False(there.Poll());
        }
    }

    [Fact]
    public void A_message_that_is_too_long_stays_and_the_connection_works()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        {
            here.SendBytes(new byte[100]);
            here.Send(7);
            MessageTooLongException tooLong = Assert.Throws<MessageTooLongException>(() => there.ReceiveBytes(99));
            Assert.Equal((100, 99), (tooLong.Length, tooLong.Limit));
            Assert.Throws<MessageTooLongException>(() => there.ReceiveBytes(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => there.ReceiveBytes(-1));
            Assert.Equal(100, there.ReceiveBytes(100).Length);
            Assert.Throws<InvalidOperationException>(() => there.ReceiveBytes());
            Assert.Equal(7, there.Receive());
            here.SendBytes([1]);
            here.Send(8);
            Assert.Throws<InvalidOperationException>(() => there.Receive());
            there.Skip();
            Assert.Equal(8, there.Receive());
        }
    }

    [Fact]
    public async Task A_long_message_is_refused_and_stays()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        here.SendBytes(new byte[1 << 20], TestToken);
        Task sending = here.SendBytesAsync(new byte[2 << 20]).AsTask();
        Assert.Throws<MessageTooLongException>(() => there.ReceiveBytes(1000));
        Assert.False(sending.IsCompleted);
        Assert.Equal(1 << 20, there.ReceiveBytes().Length);
        await sending.Soon();
        Assert.Throws<MessageTooLongException>(() => there.ReceiveBytes(1 << 20));
        Assert.Equal(2 << 20, there.ReceiveBytes().Length);
        here.Close();
        there.Close();
    }

    [Fact]
    public void A_message_whose_sender_gives_up_never_was()
    {
        (Connection<int[]> here, Connection<int[]> there) = ProcessPipe.Create<int[]>();
        using (here)
        using (there)
        {
            int[] many = [.. Enumerable.Range(0, 50_000)];
            here.Send([0], TestToken);
            here.Send([.. Enumerable.Repeat(7, 50_000)], TestToken);
            Assert.False(here.TrySend(many, TimeSpan.FromMilliseconds(20)));
            Assert.Equal([0], there.Receive());
            using CancellationTokenSource soon = new(20);
            Assert.Throws<OperationCanceledException>(() => here.Send(many, soon.Token));
            Assert.Equal(7, there.Receive()[^1]);
            Assert.False(there.TryReceive(out _, TimeSpan.FromMilliseconds(20)));
            here.Send([1, 2]);
            Assert.Equal([1, 2], there.Receive());
            Assert.True(here.TrySend([3]));
            Assert.Equal([3], there.Receive());
        }
    }

    [Fact]
    public async Task A_receiver_that_gives_up_takes_nothing()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        byte[] sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        using CancellationTokenSource soon = new(50);
        Task<byte[]> first = there.ReceiveBytesAsync(cancellationToken: soon.Token).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(first.Soon);
        Task sending = here.SendBytesAsync(sent).AsTask();
        Assert.Equal(sent, await there.ReceiveBytesAsync().AsTask().Soon());
        await sending.Soon();
        here.Close();
        there.Close();
    }

    [Fact]
    public async Task Waits_end_by_time_cancellation_and_closing()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        Assert.False(there.TryReceive(out _));
        Assert.False(there.TryReceive(out _, TimeSpan.FromMilliseconds(10)));
        Assert.Equal((false, 0), await there.TryReceiveAsync(TimeSpan.FromMilliseconds(10)));
        Assert.False(await there.PollAsync(TimeSpan.FromMilliseconds(10)));
        using CancellationTokenSource soon = new(30);
        Assert.Throws<OperationCanceledException>(() => there.Receive(soon.Token));
        Assert.Throws<OperationCanceledException>(() => there.Receive(soon.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await there.ReceiveAsync(soon.Token));
        Assert.Throws<OperationCanceledException>(() => here.Send(1, soon.Token));

        Task<int> later = there.ReceiveAsync().AsTask();
        Task<int> thread = Task.Factory.StartNew(() => there.Receive(TestToken), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        there.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(later.Soon);
        await Assert.ThrowsAsync<ObjectDisposedException>(thread.Soon);
        Assert.Throws<IOException>(() => here.Send(1));
        here.Close();
    }

    [Fact]
    public async Task Many_threads_send_and_receive_whole_messages()
    {
        const int Senders = 4, Each = 2000;
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        Task[] sending = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                string text = $"{sender} {i} {new string('x', i % 97 == 0 ? 40_000 : i % 50)}";
                if (i % 2 == 0)
                {
                    await here.SendAsync(text);
                }
                else
                {
                    here.Send(text);
                }
            }
        }))];
        Task<List<string>>[] receiving = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            List<string> received = [];
            await foreach (string text in there.ReceiveAllAsync())
            {
                received.Add(text);
            }

            return received;
        }))];
        await Task.WhenAll(sending).Soon();
        here.Close();
        List<string>[] received = await Task.WhenAll(receiving).Soon();
        Assert.Equal(Senders * Each, received.SelectMany(static each => each).Distinct().Count());
        foreach (List<string> each in received)
        {
            for (int sender = 0; sender < Senders; sender++)
            {
                int[] numbers = [.. each.Where(text => text[0] - '0' == sender).Select(static text => int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
                Assert.Equal(numbers.Order(), numbers);
            }
        }

        there.Close();
    }
}
