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
