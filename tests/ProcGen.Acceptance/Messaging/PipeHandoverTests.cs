namespace ProcGen.Acceptance.Messaging;

/// <summary>An end of a pipe that is passed on while somebody is at work with it.</summary>
public class PipeHandoverTests : ProcessTest
{
    [Fact]
    public async Task An_end_that_is_passed_on_while_others_send_and_receive_through_it_loses_and_tears_nothing()
    {
        const int Rounds = 200;
        (Connection<int[]> first, Connection<int[]> second) = ProcessPipe.Create<int[]>();
        using ProcessQueue<Connection<int[]>> queue = new(1);
        Connection<int[]> end = first;
        Task<int[]> echoed = Task.Run(() => Echo(second), TestToken);
        List<Task<int>> sending = [], receiving = [];
        for (int round = 0; round < Rounds; round++)
        {
            // The next owner begins at once, while those of the one before may still be on their way out.
            Connection<int[]> own = end;
            int number = round;
            sending.Add(Task.Run(() => SendUntilGone(own, number), TestToken));
            receiving.Add(Task.Run(() => ReceiveUntilGone(own), TestToken));
            Assert.True(own.Poll(Deadlines.Event));
            queue.Put(own);
            end = queue.Get();
        }

        int[] sent = await Task.WhenAll(sending).Soon();
        int received = (await Task.WhenAll(receiving).Soon()).Sum();
        while (received < sent.Sum())
        {
            Check(end.Receive());
            received++;
        }

        Assert.False(end.Poll());
        end.Close();
        Assert.Equal(sent, await echoed.Soon());

        // Counts what came from each round, in order, and sends it back.
        static int[] Echo(Connection<int[]> connection)
        {
            int[] counts = new int[Rounds];
            while (true)
            {
                int[] message;
                try
                {
                    message = connection.Receive();
                }
                catch (EndOfStreamException)
                {
                    connection.Close();
                    return counts;
                }

                Check(message);
                Assert.Equal(counts[message[0]]++, message[1]);
                connection.Send(message);
            }
        }

        static int SendUntilGone(Connection<int[]> connection, int round)
        {
            for (int number = 0; ; number++)
            {
                // Some go through the ring, and some beside it.
                int[] message = new int[number % 2 == 0 ? 100 : 50_000];
                Array.Fill(message, number);
                message[0] = round;
                try
                {
                    connection.Send(message);
                }
                catch (ObjectDisposedException)
                {
                    return number;
                }
            }
        }

        static int ReceiveUntilGone(Connection<int[]> connection)
        {
            for (int count = 0; ; count++)
            {
                try
                {
                    Check(connection.Receive());
                }
                catch (ObjectDisposedException)
                {
                    return count;
                }
            }
        }

        static void Check(int[] message)
        {
            Assert.Equal(message[1] % 2 == 0 ? 100 : 50_000, message.Length);
            Assert.False(message.AsSpan(1).ContainsAnyExcept(message[1]), "A message is torn.");
        }
    }

    [Fact]
    public async Task An_end_is_passed_on_when_who_writes_a_message_right_then_is_done()
    {
        (Connection<Halting> first, Connection<Halting> second) = ProcessPipe.Create<Halting>();
        using ProcessQueue<Connection<Halting>> queue = new(1);
        using ManualResetEventSlim isInside = new(), goOn = new();
        Halting halting = Halting.With(() => { isInside.Set(); goOn.Wait(); });
        Task sending = Task.Run(() => first.Send(halting), TestToken);
        Assert.True(isInside.Wait(Deadlines.Event, TestToken));
        Task passing = Task.Run(() => queue.Put(first), TestToken);

        // The memory that the message is written to is the next owner's, too.
        Assert.NotSame(passing, await Task.WhenAny(passing, Task.Delay(200, TestToken)));
        goOn.Set();
        await Assert.ThrowsAsync<ObjectDisposedException>(sending.Soon);
        await passing.Soon();
        using Connection<Halting> moved = queue.Get();
        moved.Send(new Halting { Start = [1, 2, 3] });
        Assert.Equal([1, 2, 3], second.Receive().Start);
        Assert.False(second.Poll());
        second.Close();
    }

    [Fact]
    public void An_end_is_not_sent_through_itself()
    {
        (Connection<Looped> here, Connection<Looped> there) = ProcessPipe.Create<Looped>();
        Assert.Contains("through itself", Assert.Throws<InvalidOperationException>(() => here.Send(new Looped(here))).Message, StringComparison.Ordinal);
        here.Send(new Looped(null));
        Assert.Null(there.Receive().End);
        here.Close();
        there.Close();
    }
}

/// <summary>What may carry an end of the pipe that it goes through.</summary>
public sealed record Looped(Connection<Looped>? End);

/// <summary>What can be stopped while it is written.</summary>
public sealed class Halting
{
    private Action? _halt;

    public byte[] Start { get; set; } = [];

    public int Middle
    {
        get
        {
            _halt?.Invoke();
            return 0;
        }

        set
        {
            // It says nothing.
        }
    }

    public static Halting With(Action halt) => new() { Start = new byte[200_000], _halt = halt };
}
