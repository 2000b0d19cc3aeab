using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Connections over sockets, and listeners, on their way to other processes.</summary>
public class SocketTravelTests : ProcessTest
{
    public static TheoryData<string, string> Ways => new MatrixTheoryData<string, string>(["argument", "queue", "pipe", "socket"], ["file", "abstract", "tcp"]);

    public static TheoryData<string> Families => ["file", "abstract", "tcp"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task CN8_An_accepted_connection_is_served_by_another_process(string way, string family)
    {
        using ProcessListener<string> listener = new(AddressOf(family));
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        string[] early = ["one", "two", "three"];
        foreach (string text in early)
        {
            client.Send(text);
        }

        // The first is received here, and at least the next has been read ahead.
        Assert.Equal("one", server.Receive());
        Assert.True(server.Poll(Deadlines.Event));
        using ProcessQueue<Connection<string>> queue = new(1);
        (Connection<Connection<string>> sender, Connection<Connection<string>> receiver) = ProcessPipe.Create<Connection<string>>();
        using ProcessListener<Connection<string>> meeting = new();
        using ChildProcess<int> worker = way switch
        {
            "argument" => new SocketTravelJobs.ServeProcess(server),
            "queue" => new SocketTravelJobs.ServeFromQueueProcess(queue),
            "pipe" => new SocketTravelJobs.ServeFromPipeProcess(receiver),
            _ => new SocketTravelJobs.ServeFromSocketProcess(meeting.Address),
        };
        worker.Start();
        switch (way)
        {
            case "queue":
                queue.Put(server);
                break;
            case "pipe":
                sender.Send(server);
                break;
            case "socket":
                using (Connection<Connection<string>> accepted = await meeting.AcceptAsync(TestToken).Soon())
                {
                    accepted.Send(server);
                }

                break;
        }

        Assert.True(server.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => server.Send("late"));
        Assert.Throws<ObjectDisposedException>(() => server.Receive());
        client.Send("four");
        foreach (string text in (string[])["two", "three", "four"])
        {
            Assert.Equal($"{worker.Id}: {text}", await client.ReceiveAsync(TestToken).AsTask().Soon());
        }

        client.Close();
        Assert.Equal(3, await worker.GetResultAsync().Soon());
        sender.Close();
        receiver.Close();
    }

    // So much that it does not go into the answer itself; and a message of which only a part has arrived.
    [Fact]
    public async Task What_was_read_ahead_goes_along_however_much_it_is()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        client.Send(new string('a', 100_000));
        Assert.True(server.Poll(Deadlines.Event));
        Task large = client.SendAsync(new string('b', 4_000_000), TestToken).AsTask();
        Task<string> answer = client.ReceiveAsync(TestToken).AsTask();
        using var worker = new SocketTravelJobs.ReceiveLengthsProcess(server, 3).Started();
        await large.Soon();
        client.Send("c");
        int[] lengths = await worker.GetResultAsync().Soon();
        Assert.Equal([100_000, 4_000_000, 1], lengths);
        await Assert.ThrowsAsync<EndOfStreamException>(answer.Soon);
        client.Close();
    }

    [Fact]
    public async Task A_connection_comes_as_the_result_of_a_process_that_ends()
    {
        using ProcessListener<string> listener = new();
        using var child = new SocketTravelJobs.ConnectProcess(listener.Address).Started();
        using Connection<string> server = await listener.AcceptAsync(TestToken).Soon();
        using Connection<string> client = await child.GetResultAsync().Soon();
        Assert.Equal(0, child.Ended().ExitCode);
        client.Send("hello");
        Assert.Equal("hello", server.Receive());
        client.Close();
        Assert.Throws<EndOfStreamException>(() => server.Receive());
    }

    [Fact]
    public async Task A_worker_of_a_pool_serves_a_connection()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        await using ProcessPool pool = new(1);
        Task<int> serving = pool.SocketTravelJobs.ServeAsync(server);
        client.Send("hello");
        Assert.EndsWith(": hello", await client.ReceiveAsync(TestToken).AsTask().Soon(), StringComparison.Ordinal);
        client.Close();
        Assert.Equal(1, await serving.Soon());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task LI6_A_listener_moves_with_those_who_wait_for_it(string family)
    {
        const int Count = 5;
        string address = AddressOf(family);
        ProcessListener<string> listener = new(address);
        address = listener.Address;

        // These are known to each other, and nobody has accepted them.
        Connection<string>[] early = await Task.WhenAll(Enumerable.Range(0, Count - 1).Select(_ => ProcessClient.ConnectAsync<string>(address, cancellationToken: TestToken)));
        early[0].Send("0");
        using ProcessQueue<ProcessListener<string>> queue = new(1);
        using var child = new SocketTravelJobs.AcceptAllFromQueueProcess(queue, Count).Started();
        queue.Put(listener);
        Assert.Throws<ObjectDisposedException>(() => listener.Accept());
        listener.Dispose();
        Assert.Equal(family == "file", File.Exists(address));

        using Connection<string> late = await ProcessClient.ConnectAsync<string>(address, cancellationToken: TestToken).Soon();
        late.Send("late");
        for (int i = 1; i < early.Length; i++)
        {
            early[i].Send($"{i}");
        }

        for (int i = 0; i < early.Length; i++)
        {
            Assert.Equal($"{child.Id}: {i}", await early[i].ReceiveAsync(TestToken).AsTask().Soon());
            early[i].Close();
        }

        Assert.Equal($"{child.Id}: late", await late.ReceiveAsync(TestToken).AsTask().Soon());
        Assert.Equal(child.Id, await child.GetResultAsync().Soon());
        Assert.False(File.Exists(address));
        Assert.ThrowsAny<Exception>(() => ProcessClient.Connect<string>(address));
    }

    [Fact]
    public async Task A_moved_listener_keeps_its_key()
    {
        ConnectionOptions mine = new() { AuthKey = new byte[] { 1, 2, 3 } };
        ProcessListener<string> listener = new($"@{Names.New()}", mine);
        using var child = new SocketTravelJobs.AcceptAllProcess(listener, 1).Started();
        using Connection<string> client = await ProcessClient.ConnectAsync<string>(listener.Address, mine, TestToken).Soon();
        client.Send("hello");
        Assert.Equal($"{child.Id}: hello", await client.ReceiveAsync(TestToken).AsTask().Soon());
        await child.GetResultAsync().Soon();
    }

    [Fact]
    public async Task Who_reads_after_the_sender_was_killed_is_told_which_process_that_was()
    {
        using ProcessListener<string> listener = new();
        using ProcessQueue<Connection<string>> queue = new(1);
        using ProcessEvent release = new();
        using var sender = new SocketTravelJobs.ConnectAndSendProcess(listener.Address, queue, release).Started();
        using Connection<string> server = await listener.AcceptAsync(TestToken).Soon();
        await Deadlines.Until(() => queue.Count == 1, "the connection is in the queue");
        int id = sender.Id;
        Kill(id);
        sender.Ended();
        SharedObjectException lost = Assert.Throws<SharedObjectException>(() => queue.Get());
        Assert.Equal(SharedObjectFailure.Gone, lost.Failure);
        Assert.Equal(id, lost.ProcessId);
        Assert.Contains($"process {id} ", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EndOfStreamException>(server.ReceiveAsync(TestToken).AsTask().Soon);
    }

    [Fact]
    public async Task Who_reads_while_the_sender_is_stopped_is_told_that_it_does_not_answer()
    {
        using ProcessListener<string> listener = new();
        using ProcessQueue<Connection<string>> queue = new(1);
        using ProcessEvent release = new();
        using var sender = new SocketTravelJobs.ConnectAndSendProcess(listener.Address, queue, release).Started();
        using Connection<string> server = await listener.AcceptAsync(TestToken).Soon();
        await Deadlines.Until(() => queue.Count == 1, "the connection is in the queue");
        await Stop(sender.Id);
        SharedObjectException late = Assert.Throws<SharedObjectException>(() => queue.Get());
        Assert.Equal(SharedObjectFailure.NoAnswer, late.Failure);
        Assert.Equal(sender.Id, late.ProcessId);
        Continue(sender.Id);
        await Assert.ThrowsAsync<EndOfStreamException>(server.ReceiveAsync(TestToken).AsTask().Soon);
        release.Set();
        sender.Ended();
    }

    // The item goes back to the queue when its consumer dies, and the socket went with the consumer.
    [Fact]
    public async Task A_connection_is_taken_once()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        using JoinableProcessQueue<Connection<string>> queue = new(1) { Redeliver = true };
        using ProcessEvent taken = new();
        using var consumer = new SocketTravelJobs.TakeForGoodProcess(queue, taken).Started();
        queue.Put(server);
        Assert.True(taken.Wait(Deadlines.Event));
        Assert.Equal("taken", client.Receive());
        Kill(consumer.Id);
        consumer.Ended();
        SharedObjectException again = Assert.Throws<SharedObjectException>(() => queue.Get());
        Assert.Equal(SharedObjectFailure.Gone, again.Failure);
        await Assert.ThrowsAsync<EndOfStreamException>(client.ReceiveAsync(TestToken).AsTask().Soon);
        client.Close();
    }

    [Fact]
    public async Task A_connection_closes_with_the_message_that_nobody_reads()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        using (ProcessQueue<Connection<string>> queue = new(1))
        {
            queue.Put(server);
        }

        await Assert.ThrowsAsync<EndOfStreamException>(client.ReceiveAsync(TestToken).AsTask().Soon);
        client.Close();

        // In the queue of another process than that which drops it.
        using ProcessEvent release = new();
        using ProcessQueue<Connection<string>> theirs = new(1);
        using var sender = new SocketTravelJobs.ConnectAndSendProcess(listener.Address, theirs, release).Started();
        using Connection<string> other = await listener.AcceptAsync(TestToken).Soon();
        (Connection<Connection<string>> here, Connection<Connection<string>> there) = ProcessPipe.Create<Connection<string>>();
        await Deadlines.Until(() => theirs.Count == 1, "the connection is in the queue");
        here.Send(theirs.Get());
        here.Close();
        there.Close();
        await Assert.ThrowsAsync<EndOfStreamException>(other.ReceiveAsync(TestToken).AsTask().Soon);
        release.Set();
        sender.Ended();
    }

    [Fact]
    public void A_file_goes_with_a_listener_that_nobody_fetched()
    {
        string path = Path.Combine(NewFolder(), "socket");
        using ProcessQueue<ProcessListener<string>> queue = new(1);
        using var child = new SocketTravelJobs.ListenAndExitProcess(path, queue).Started().Ended();
        Assert.Equal(0, child.ExitCode);
        Assert.False(File.Exists(path));
        SharedObjectException lost = Assert.Throws<SharedObjectException>(() => queue.Get());
        Assert.Equal(child.Id, lost.ProcessId);
    }

    [Fact]
    public async Task What_was_not_sent_stays()
    {
        using ProcessListener<string> listener = new(AddressOf("file"));
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        (Connection<string> second, Connection<string> secondClient) = await Pair(listener);
        using ProcessQueue<Connection<string>> full = new(1);
        using ProcessQueue<ProcessListener<string>> fullOfListeners = new(1);
        using ProcessListener<string> other = new();
        full.Put(second);
        fullOfListeners.Put(other);
        client.Send("one");
        client.Send("two");
        Assert.True(server.Poll(Deadlines.Event));
        for (int round = 0; round < 3; round++)
        {
            Assert.False(full.TryPut(server));
            Assert.False(server.IsClosed);
        }

        Assert.Equal("one", server.Receive());
        Assert.Equal("two", server.Receive());
        client.Send("three");
        Assert.Equal("three", server.Receive());
        server.Send("four");
        Assert.Equal("four", client.Receive());

        using Connection<string> early = await ProcessClient.ConnectAsync<string>(listener.Address, cancellationToken: TestToken).Soon();
        Assert.False(fullOfListeners.TryPut(listener));
        using Connection<string> accepted = await listener.AcceptAsync(TestToken).Soon();
        early.Send("early");
        Assert.Equal("early", accepted.Receive());
        (Connection<string> late, Connection<string> lateClient) = await Pair(listener);
        foreach (Connection<string> connection in (Connection<string>[])[server, client, secondClient, late, lateClient])
        {
            connection.Close();
        }
    }

    [Fact]
    public async Task Who_waits_is_told_and_who_sends_is_not_interrupted()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        using ProcessQueue<Connection<string>> queue = new(1);
        Task<string> waiting = server.ReceiveAsync(TestToken).AsTask();
        Task<IWaitable[]> watching = ProcessWait.AnyAsync([server], TestToken);

        // The other side reads one message ahead and no more until that was received: the second stays on its way.
        server.Send("first");
        Assert.True(client.Poll(Deadlines.Event));
        Task sending = server.SendAsync(new string('x', 8_000_000), TestToken).AsTask();
        Assert.Throws<InvalidOperationException>(() => queue.Put(server));
        Assert.False(waiting.IsCompleted);
        Assert.Equal("first", client.Receive());
        Assert.Equal(8_000_000, client.Receive().Length);
        await sending.Soon();
        queue.Put(server);
        await Assert.ThrowsAsync<ObjectDisposedException>(waiting.Soon);
        await Assert.ThrowsAsync<ObjectDisposedException>(watching.Soon);
        using Connection<string> moved = queue.Get();
        client.Send("hello");
        Assert.Equal("hello", moved.Receive());
        client.Close();
    }

    [Fact]
    public async Task A_connection_whose_other_side_has_ended_travels_with_what_it_sent()
    {
        using ProcessListener<string> listener = new();
        using ProcessQueue<Connection<string>> queue = new(1);
        foreach (bool hasText in (bool[])[true, false])
        {
            (Connection<string> server, Connection<string> client) = await Pair(listener);
            if (hasText)
            {
                client.Send("last words");
            }

            client.Close();
            Assert.True(server.Poll(Deadlines.Event));
            using var worker = new SocketTravelJobs.ServeFromQueueProcess(queue).Started();
            queue.Put(server);
            Assert.Equal(hasText ? 1 : 0, await worker.GetResultAsync().Soon());
        }
    }

    [Fact]
    public async Task With_TLS_they_stay_and_say_why()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        ConnectionOptions serverOptions = new() { ServerTls = new() { ServerCertificate = certificate } };
        ConnectionOptions clientOptions = new() { ClientTls = new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == certificate.GetCertHashString() } };
        using ProcessListener<string> listener = new("127.0.0.1:0", serverOptions);
        (Connection<string> server, Connection<string> client) = await Pair(listener, clientOptions);
        using ProcessQueue<Connection<string>> connections = new(2);
        using ProcessQueue<ProcessListener<string>> listeners = new(1);
        Assert.Contains("TLS", Assert.Throws<UnserializableValueException>(() => connections.Put(server)).Message, StringComparison.Ordinal);
        Assert.Contains("TLS", Assert.Throws<UnserializableValueException>(() => connections.Put(client)).Message, StringComparison.Ordinal);
        Assert.Contains("TLS", Assert.Throws<UnserializableValueException>(() => listeners.Put(listener)).Message, StringComparison.Ordinal);
        client.Send("as before");
        Assert.Equal("as before", server.Receive());
        (Connection<string> next, Connection<string> nextClient) = await Pair(listener, clientOptions);
        foreach (Connection<string> connection in (Connection<string>[])[server, client, next, nextClient])
        {
            connection.Close();
        }
    }

    [Fact]
    public async Task A_thousand_journeys_leave_no_descriptor()
    {
        using ProcessListener<string> listener = new();
        (Connection<string> server, Connection<string> client) = await Pair(listener);
        (Connection<Connection<string>> here, Connection<Connection<string>> there) = ProcessPipe.Create<Connection<string>>();
        using var child = new SocketTravelJobs.SendBackProcess(there).Started();
        int first = 0;
        for (int i = 0; i < 500; i++)
        {
            client.Send($"{i}");
            here.Send(server);
            server = await here.ReceiveAsync(TestToken).AsTask().Soon();
            Assert.Equal($"{i}", server.Receive());
            first = i == 0 ? ProcFs.Descriptors(Environment.ProcessId).Count : first;
        }

        await Deadlines.Until(() => ProcFs.Descriptors(Environment.ProcessId).Count <= first + 2, "no descriptor is left here");
        here.Close();
        (string[] some, string[] last) = await child.GetResultAsync().Soon();

        // One for each journey would be 450.
        Assert.True(last.Length <= some.Length + 2, $"There were {some.Length} descriptors, and {last.Length} at the end, new ones: {string.Join(", ", last.Except(some))}.");
        server.Close();
        client.Close();
    }

    private static async Task<(Connection<string> Server, Connection<string> Client)> Pair(ProcessListener<string> listener, ConnectionOptions? options = null)
    {
        Task<Connection<string>> connecting = ProcessClient.ConnectAsync<string>(listener.Address, options, TestToken);
        return (await listener.AcceptAsync(TestToken).Soon(), await connecting.Soon());
    }

    private string AddressOf(string family) => family switch
    {
        "file" => Path.Combine(NewFolder(), "socket"),
        "abstract" => $"@{Names.New()}",
        _ => "127.0.0.1:0",
    };
}
