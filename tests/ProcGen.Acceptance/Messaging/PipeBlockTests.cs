namespace ProcGen.Acceptance.Messaging;

/// <summary>Messages that are too large for the ring of a pipe, and lie beside it.</summary>
public class PipeBlockTests : ProcessTest
{
    // Below, at and above the size from which on they do, and growing and shrinking.
    public static TheoryData<int> Lengths => [(32 << 10) - 32, (32 << 10) - 8, (32 << 10) - 7, 64 << 10, 3_000_000, 80 << 20, 2_000_000];

    [Fact]
    public async Task Items_and_bytes_of_any_length_come_whole_and_in_order()
    {
        (Connection<int[]> here, Connection<int[]> there) = ProcessPipe.Create<int[]>();
        using (here)
        using (there)
        {
            Task sending = Task.Run(async () =>
            {
                foreach (int length in Lengths.Select(static row => row.Data))
                {
                    int[] numbers = [.. Enumerable.Range(length, length / sizeof(int))];
                    here.Send(numbers);
                    await here.SendAsync(numbers);
                    here.Send([length]);
                    here.SendBytes(Bytes(length));
                    await here.SendBytesAsync(Bytes(length));
                }
            });
            foreach (int length in Lengths.Select(static row => row.Data))
            {
                int[] numbers = [.. Enumerable.Range(length, length / sizeof(int))];
                AssertSame(numbers, there.Receive());
                AssertSame(numbers, await there.ReceiveAsync().AsTask().Soon());
                Assert.Equal([length], there.Receive());
                Assert.Throws<InvalidOperationException>(() => there.Receive());
                Assert.Throws<MessageTooLongException>(() => there.ReceiveBytes(length - 1));
                AssertSame(Bytes(length), there.ReceiveBytes());
                byte[] buffer = new byte[length];
                Assert.Equal(length, there.ReceiveBytesInto(buffer));
                AssertSame(Bytes(length), buffer);
            }

            await sending.Soon();
        }
    }

    [Fact]
    public void Its_room_is_kept_for_the_next_and_goes_with_the_pipe()
    {
        const long Some = 1 << 20;
        long before = SharedFootprint.CountBytesNow();
        (Connection<byte[]> here, Connection<byte[]> there) = ProcessPipe.Create<byte[]>();
        here.Send(new byte[100 << 20]);
        Assert.Equal(100 << 20, there.Receive().Length);
        Assert.InRange(SharedFootprint.CountBytesNow() - before, (64 << 20) - Some, (64 << 20) + Some);
        here.Close();
        there.Close();
        Assert.InRange(SharedFootprint.CountBytesNow() - before, -Some, Some);
    }

    [Fact]
    public void A_second_one_waits_until_the_first_was_received()
    {
        (Connection<byte[]> here, Connection<byte[]> there) = ProcessPipe.Create<byte[]>();
        using (here)
        using (there)
        {
            byte[] first = Bytes(2_000_000), second = Bytes(3_000_000);
            Assert.True(here.TrySend(first));
            Assert.False(here.TrySend(second));
            Assert.False(here.TrySend(second, TimeSpan.FromMilliseconds(20)));
            Assert.True(here.TrySend([1]));
            AssertSame(first, there.Receive());
            Assert.True(here.TrySend(second));
            Assert.Equal([1], there.Receive());
            AssertSame(second, there.Receive());
        }
    }

    [Fact]
    public async Task An_end_moves_on_with_one_that_nobody_has_received_yet()
    {
        (Connection<int[]> here, Connection<int[]> there) = ProcessPipe.Create<int[]>();
        (Connection<Connection<int[]>?> sender, Connection<Connection<int[]>?> receiver) = ProcessPipe.Create<Connection<int[]>?>();
        using (here)
        using (sender)
        using (receiver)
        {
            int[] numbers = [.. Enumerable.Range(0, 1_000_000)];
            here.Send(numbers);
            Task sending = here.SendAsync(numbers).AsTask();
            sender.Send(there);
            using Connection<int[]> moved = receiver.Receive()!;
            Assert.Equal(numbers, moved.Receive());
            await sending.Soon();
            Assert.Equal(numbers, moved.Receive());
            here.Send([1]);
            Assert.Equal([1], moved.Receive());
        }
    }

    [Fact]
    public async Task An_end_in_one_that_is_skipped_is_closed()
    {
        (Connection<Crate> sender, Connection<Crate> receiver) = ProcessPipe.Create<Crate>();
        using (sender)
        using (receiver)
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            sender.Send(new Crate(there, Bytes(2_000_000)));
            receiver.Skip();
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
            here.Close();
            (Connection<int> first, Connection<int> second) = ProcessPipe.Create<int>();
            sender.Send(new Crate(second, Bytes(2_000_000)));
            using Connection<int> moved = receiver.Receive().End;
            first.Send(1);
            Assert.Equal(1, moved.Receive());
            first.Close();
        }
    }

    [Theory]
    [InlineData("PipeBlockFilled")]
    [InlineData("PipeBlockSent")]
    [InlineData("PipeWritten")]
    public void One_whose_sender_dies_while_it_writes_never_was(string point)
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            KillSenderAt(point, there);
            Assert.Throws<EndOfStreamException>(() => here.ReceiveBytes());
        }
    }

    [Fact]
    public void One_whose_sender_dies_when_it_is_there_can_be_received()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            KillSenderAt("PipePublished", there);
            Assert.Equal(2_000_000, here.ReceiveBytes().Length);
            Assert.Throws<EndOfStreamException>(() => here.ReceiveBytes());
        }
    }

    private static void KillSenderAt(string point, Connection<int> end)
    {
        using var sender = new PipeJobs.SendHugeProcess(end, 2_000_000) { EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = $"{point}:1:kill" } };
        sender.Start();
        Assert.Equal(-9, sender.Ended().ExitCode);
    }

    // Arrays of a hundred megabytes are compared a hundred times faster so than one by one.
    private static void AssertSame<T>(T[] expected, T[] actual)
        where T : IEquatable<T> => Assert.True(expected.AsSpan().SequenceEqual(actual));

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
