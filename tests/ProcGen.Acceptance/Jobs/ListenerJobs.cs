namespace ProcGen.Acceptance;

/// <summary>Targets that connect to a listener.</summary>
public static partial class ListenerJobs
{
    /// <summary>Sends a text and a number of bytes, and returns what comes back.</summary>
    [ProcessTarget]
    public static async Task<string> Ask(string address, string text, int length)
    {
        using Connection<string> connection = await ProcessClient.ConnectAsync<string>(address);
        await connection.SendAsync(text);
        await connection.SendBytesAsync(new byte[length]);
        return await connection.ReceiveAsync();
    }

    /// <summary>Says when nobody could be accepted, goes on when it is told to, and tells whom it accepts then how often that was so.</summary>
    [ProcessTarget]
    public static void AcceptInTheEnd(Connection<string> asker)
    {
        using ProcessListener<string> listener = new();

        // What that needs of the system is there before.
        Task<Connection<string>> connecting = ProcessClient.ConnectAsync<string>(listener.Address);
        using Connection<string> first = listener.Accept(), second = connecting.GetAwaiter().GetResult();
        second.Send("warm");
        first.Receive();
        Task.Delay(10).Wait();
        asker.Send(listener.Address);
        asker.Receive();
        for (int refusals = 0; ; refusals++)
        {
            try
            {
                using Connection<string> connection = listener.Accept();
                connection.Send($"{refusals}");
                return;
            }
            catch (IOException)
            {
                if (refusals == 0)
                {
                    asker.Send("refused");
                    asker.Receive();
                }
            }
        }
    }

    /// <summary>Connects, and dies when it is told to.</summary>
    [ProcessTarget]
    public static void ConnectAndDie(string address)
    {
        Connection<string> connection = ProcessClient.Connect<string>(address);
        connection.Send("here");
        connection.Receive();
        ProcessTest.Kill(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Listens under an address and sends back one text.</summary>
    [ProcessTarget]
    public static void AnswerOne(Connection<string> told)
    {
        using ProcessListener<string> listener = new();
        told.Send(listener.Address);
        using Connection<string> connection = listener.Accept();
        connection.Send($"{connection.Receive()} back");
    }
}
