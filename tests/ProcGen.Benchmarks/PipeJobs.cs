namespace ProcGen.Benchmarks;

/// <summary>What the other ends of pipes do.</summary>
internal static partial class PipeJobs
{
    /// <summary>Sends each number back, until it is told to end.</summary>
    [ProcessTarget]
    internal static void Answer(Connection<int> connection, ProcessEvent end)
    {
        while (!end.IsSet)
        {
            connection.Send(connection.Receive());
        }
    }

    /// <summary>Sends as many numbers as it is asked for, each time.</summary>
    [ProcessTarget]
    internal static void Count(Connection<long> connection)
    {
        try
        {
            while (true)
            {
                long count = connection.Receive();
                for (long number = 0; number < count; number++)
                {
                    connection.Send(number);
                }
            }
        }
        catch (EndOfStreamException)
        {
        }
    }

    /// <summary>Sends a large array each time it is asked to: as bytes if anything was sent to ask with.</summary>
    [ProcessTarget]
    internal static void Give(Connection<byte[]> connection, int length)
    {
        byte[] load = new byte[length];
        load.AsSpan().Fill(1);
        try
        {
            while (true)
            {
                if (connection.Receive().Length > 0)
                {
                    connection.SendBytes(load);
                }
                else
                {
                    connection.Send(load);
                }
            }
        }
        catch (EndOfStreamException)
        {
        }
    }
}
