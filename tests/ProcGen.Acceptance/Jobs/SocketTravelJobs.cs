namespace ProcGen.Acceptance;

/// <summary>Targets to which connections over sockets, and listeners, are sent.</summary>
public static partial class SocketTravelJobs
{
    private const int SomeJourneys = 50;

    /// <summary>Answers each text until the other side ends, and returns how many came. Whether a last answer could still be sent says nothing: the other side may have ended before.</summary>
    [ProcessTarget]
    public static int Serve(Connection<string> connection)
    {
        using (connection)
        {
            int served = 0;
            while (true)
            {
                try
                {
                    string text = connection.Receive();
                    served++;
                    connection.Send($"{Environment.ProcessId}: {text}");
                }
                catch (IOException)
                {
                    return served;
                }
            }
        }
    }

    [ProcessTarget]
    public static int ServeFromQueue(ProcessQueue<Connection<string>> connections) => Serve(connections.Get());

    [ProcessTarget]
    public static int ServeFromPipe(Connection<Connection<string>> connections) => Serve(connections.Receive());

    [ProcessTarget]
    public static int ServeFromSocket(string address)
    {
        using Connection<Connection<string>> connections = ProcessClient.Connect<Connection<string>>(address);
        return Serve(connections.Receive());
    }

    /// <summary>Receives everything that comes, up to a number of messages, and returns their lengths.</summary>
    [ProcessTarget]
    public static int[] ReceiveLengths(Connection<string> connection, int count)
    {
        using (connection)
        {
            return [.. Enumerable.Range(0, count).Select(_ => connection.Receive().Length)];
        }
    }

    /// <summary>Connects, and gives the connection as its result.</summary>
    [ProcessTarget]
    public static Connection<string> Connect(string address) => ProcessClient.Connect<string>(address);

    /// <summary>Connects, sends the connection away, and waits.</summary>
    [ProcessTarget]
    public static void ConnectAndSend(string address, ProcessQueue<Connection<string>> connections, ProcessEvent release)
    {
        connections.Put(ProcessClient.Connect<string>(address));
        release.Wait(Deadlines.Event);
    }

    /// <summary>Takes a connection out, and is never done with it.</summary>
    [ProcessTarget]
    public static void TakeForGood(JoinableProcessQueue<Connection<string>> connections, ProcessEvent taken)
    {
        using Connection<string> connection = connections.Get();
        connection.Send("taken");
        taken.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Accepts, and answers one text each, until it is asked to stop.</summary>
    [ProcessTarget]
    public static int AcceptAll(ProcessListener<string> listener, int count)
    {
        using (listener)
        {
            for (int i = 0; i < count; i++)
            {
                using Connection<string> connection = listener.Accept();
                connection.Send($"{Environment.ProcessId}: {connection.Receive()}");
            }
        }

        return Environment.ProcessId;
    }

    [ProcessTarget]
    public static int AcceptAllFromQueue(ProcessQueue<ProcessListener<string>> listeners, int count) => AcceptAll(listeners.Get(), count);

    /// <summary>Listens, sends the listener away, and exits.</summary>
    [ProcessTarget]
    public static void ListenAndExit(string address, ProcessQueue<ProcessListener<string>> listeners) => listeners.Put(new ProcessListener<string>(address));

    /// <summary>
    /// Sends back what comes, until the pipe ends, and returns how many descriptors it had after some journeys, when the runtime had opened its own, and
    /// how many it has at the end: those of the last journey may still be open, so it looks until there are no more than before, or for 20 seconds.
    /// </summary>
    [ProcessTarget]
    public static (string[] Some, string[] Last) SendBack(Connection<Connection<string>> pipe)
    {
        string[] some = [];
        try
        {
            for (int journey = 0; ; journey++)
            {
                pipe.Send(pipe.Receive());
                some = journey == SomeJourneys ? Descriptors() : some;
            }
        }
        catch (EndOfStreamException)
        {
            SpinWait.SpinUntil(() => Descriptors().Length <= some.Length, TimeSpan.FromSeconds(20));
            return (some, Descriptors());
        }

        // Without files: the runtime opens its assemblies when it needs them.
        static string[] Descriptors() =>
            [.. ProcFs.Descriptors(Environment.ProcessId).Where(static descriptor => !Path.Exists(descriptor.Value)).Select(static descriptor => $"{descriptor.Key} {descriptor.Value}")];
    }
}
