namespace ProcGen.Acceptance;

/// <summary>Targets with an end of a pipe.</summary>
public static partial class PipeJobs
{
    /// <summary>Sends everything back until the other side closes. True when it was told of the end.</summary>
    [ProcessTarget]
    public static bool Echo(Connection<string> connection)
    {
        while (connection.Poll(Deadlines.Event))
        {
            try
            {
                connection.Send(connection.Receive());
            }
            catch (EndOfStreamException)
            {
                return true;
            }
        }

        return false;
    }

    [ProcessTarget]
    public static bool EchoBytes(Connection<string> connection)
    {
        while (connection.Poll(Deadlines.Event))
        {
            try
            {
                connection.SendBytes(connection.ReceiveBytes());
            }
            catch (EndOfStreamException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends numbers and returns, without waiting until anybody has received them.</summary>
    [ProcessTarget]
    public static int SendNumbers(Connection<int> connection, int count)
    {
        for (int i = 0; i < count; i++)
        {
            connection.Send(i);
        }

        return Environment.ProcessId;
    }

    [ProcessTarget]
    public static long SumNumbers(Connection<int> connection)
    {
        long sum = 0;
        try
        {
            while (true)
            {
                sum += connection.Receive();
            }
        }
        catch (EndOfStreamException)
        {
            return sum;
        }
    }

    /// <summary>Has the end and does nothing with it until it is told to go on.</summary>
    [ProcessTarget]
    public static void Hold(Connection<int> connection, ProcessEvent held, ProcessEvent release)
    {
        held.Set();
        release.Wait(Deadlines.Event);
        connection.Close();
    }

    /// <summary>The same with an end through which other ends are sent.</summary>
    [ProcessTarget]
    public static void HoldCarrier(Connection<Connection<int[]>?> connection, ProcessEvent held, ProcessEvent release)
    {
        held.Set();
        release.Wait(Deadlines.Event);
        connection.Close();
    }

    [ProcessTarget]
    public static void SendHuge(Connection<int> connection, int length) => connection.SendBytes(new byte[length]);

    /// <summary>Passes the end on to a child of its own.</summary>
    [ProcessTarget]
    public static long PassOn(Connection<int> connection) => SumNumbersProcess.RunAsync(connection).GetAwaiter().GetResult();

    /// <summary>Makes a pipe and returns one end; the other has one message in it.</summary>
    [ProcessTarget]
    public static Connection<int> MakePipe()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        here.Send(Environment.ProcessId);
        return there;
    }

    /// <summary>See <see cref="PipeRounds"/>.</summary>
    [ProcessTarget]
    public static void ServeVictims(Connection<Connection<int[]>?> inbox, SharedArray<long> board, int place)
    {
        PipeRounds.Serve(inbox, new Board(board), place);
    }

    /// <summary>See <see cref="PipeRounds"/>.</summary>
    [ProcessTarget]
    public static void UsePipes(Connection<int[]> first, Connection<int[]> second, SharedArray<long> board, int place)
    {
        PipeRounds.Use(first, second, new Board(board), place);
    }
}

/// <summary>A service of one's own: an object with the process' end of a pipe as a member, and the caller's beside it.</summary>
public sealed partial class UpperCaser : ChildProcess
{
    [NonSerialized] // It stays behind.
    private Connection<string?>? _caller;

    /// <summary>Where questions come and answers go. It moves with the object.</summary>
    public required Connection<string?> Questions { get; init; }

    public static UpperCaser Create()
    {
        (Connection<string?> caller, Connection<string?> service) = ProcessPipe.Create<string?>();
        return new UpperCaser { Questions = service, _caller = caller };
    }

    [ProcessTarget]
    public override void Run()
    {
        while (Questions.Receive() is { } question)
        {
            Questions.Send(question.ToUpperInvariant());
        }

        Questions.Close();
    }

    public string? Submit(string text)
    {
        _caller!.Send(text);
        return _caller.Receive();
    }

    public void Stop()
    {
        _caller!.Send(null);
        _caller.Close();
    }
}
