namespace ProcGen.Acceptance;

/// <summary>The victim has a pipe to each bystander, and makes pipes of its own. Each victim gets new ones, whose other ends the bystanders are sent.</summary>
internal sealed class PipeScenario : FaultScenario
{
    private readonly Connection<Connection<int[]>?>?[] _outboxes = new Connection<Connection<int[]>?>?[3];
    private readonly Connection<Connection<int[]>?>?[] _inboxes = new Connection<Connection<int[]>?>?[3];
    private int _victims;

    public PipeScenario()
    {
        for (int place = 1; place <= 2; place++)
        {
            (_outboxes[place], _inboxes[place]) = ProcessPipe.Create<Connection<int[]>?>();
        }
    }

    public override ChildProcess Make(int place, Dictionary<string, string?> environment)
    {
        if (place > 0)
        {
            return new PipeJobs.ServeVictimsProcess(_inboxes[place]!, Numbers, place) { EnvironmentVariables = environment };
        }

        Connection<int[]>[] ends = new Connection<int[]>[3];
        for (int bystander = 1; bystander <= 2; bystander++)
        {
            (ends[bystander], Connection<int[]> other) = ProcessPipe.Create<int[]>();
            _outboxes[bystander]!.Send(other);
        }

        _victims++;
        return new PipeJobs.UsePipesProcess(ends[1], ends[2], Numbers, place) { EnvironmentVariables = environment };
    }

    public override Task OutliveVictim() =>
        Deadlines.Until(() => Board[Board.Breaks + 1] == _victims && Board[Board.Breaks + 2] == _victims, "both bystanders have seen the end of the victim");

    public override void Check(string point, int deaths)
    {
    }

    public override void Dispose()
    {
        for (int place = 1; place <= 2; place++)
        {
            _outboxes[place]!.Dispose();
            _inboxes[place]!.Dispose();
        }

        base.Dispose();
    }
}

/// <summary>What processes do with pipes, round after round until they are told to stop. Throws when it sees what may not be.</summary>
internal static class PipeRounds
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Numbers messages to whoever is at the other end and wants them back in order, whole; goes on when there is none, or it does not answer.</summary>
    public static void Serve(Connection<Connection<int[]>?> inbox, Board board, int place)
    {
        Connection<int[]>? peer = null;
        int sent = 0, returned = 0;
        for (int round = 0; !board.IsStopped; round++)
        {
            if (peer is null)
            {
                (sent, returned) = (0, 0);
                inbox.TryReceive(out peer, Moment);
            }
            else
            {
                try
                {
                    if (sent - returned < 3 && peer.TrySend(Message(sent), Moment))
                    {
                        sent++;
                    }

                    if (peer.TryReceive(out int[]? message, Moment))
                    {
                        Check(message, returned++);
                    }
                }
                catch (IOException)
                {
                    peer.Dispose();
                    peer = null;
                    board[Board.Breaks + place]++;
                }
            }

            board.Advance(place);
        }

        peer?.Dispose();
    }

    /// <summary>Sends back what comes, and has pipes of its own, whose ends move through each other.</summary>
    public static void Use(Connection<int[]> first, Connection<int[]> second, Board board, int place)
    {
        Connection<int[]>[] ends = [first, second];
        for (int round = 0; !board.IsStopped; round++)
        {
            try
            {
                Connection<int[]> end = ends[round % 2];
                if (end.Poll(Moment))
                {
                    end.Send(end.Receive());
                }
            }
            catch (IOException) when (board.IsStopped)
            {
                return;
            }

            MoveThroughAnother(round);
            board.Advance(place);
        }

        first.Dispose();
        second.Dispose();
    }

    private static void MoveThroughAnother(int round)
    {
        (Connection<Connection<int[]>?> receiver, Connection<Connection<int[]>?> sender) = ProcessPipe.Create<Connection<int[]>?>(duplex: false);
        using (receiver)
        using (sender)
        {
            (Connection<int[]> here, Connection<int[]> there) = ProcessPipe.Create<int[]>();
            using (here)
            {
                here.Send(Message(round % 4));
                sender.Send(there);
                using Connection<int[]> moved = receiver.Receive()!;
                Check(moved.Receive(), round % 4);
            }
        }
    }

    // Some take a good part of the ring, and some lie beside it.
    private static int[] Message(int number)
    {
        int[] message = new int[(number % 10) switch { 1 => 6_000, 4 => 30_000, 9 => 300_000, _ => number % 7 }];
        Array.Fill(message, number);
        return message;
    }

    private static void Check(int[] message, int number)
    {
        if (!message.AsSpan().SequenceEqual(Message(number)))
        {
            throw new InvalidOperationException($"Message {number} has {message.Length} numbers, the first of which is {message.FirstOrDefault()}.");
        }
    }
}
