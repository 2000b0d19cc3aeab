using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Listeners and those that connect to them.</summary>
public class ListenerTests : ProcessTest
{
    public static TheoryData<string> Families => ["file", "abstract", "tcp", "tcp6", "name"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task LI6_A_process_of_the_same_tree_talks_over_each_family(string family)
    {
        using ProcessListener<string> listener = new(AddressOf(family));
        using var asker = new ListenerJobs.AskProcess(listener.Address, "hello", 100_000).Started();
        using Connection<string> connection = await listener.AcceptAsync(TestToken).Soon();
        Assert.False(connection.Handle!.IsInvalid);
        Assert.True(connection.Poll(Deadlines.Event));
        Assert.Equal("hello", connection.Receive());
        Assert.Equal(100_000, connection.ReceiveBytes().Length);
        await connection.SendAsync("good bye");
        Assert.Equal("good bye", await asker.GetResultAsync().Soon());
        Assert.True(connection.Poll(Deadlines.Event));
        Assert.Throws<EndOfStreamException>(() => connection.Receive());
    }

    [Fact]
    public async Task LI6_A_child_may_listen()
    {
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using var child = new ListenerJobs.AnswerOneProcess(there).Started();
        using Connection<string> connection = ProcessClient.Connect<string>(here.Receive());
        connection.Send("there and");
        Assert.Equal("there and back", connection.Receive());
        await child.WaitForExitAsync(TestToken).Soon();
        here.Close();
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void LI1_An_address_has_one_listener(string family)
    {
        using ProcessListener<int> listener = new(AddressOf(family));
        SocketException inUse = Assert.Throws<SocketException>(() => new ProcessListener<int>(listener.Address));
        Assert.Equal(SocketError.AddressAlreadyInUse, inUse.SocketErrorCode);
        string address = listener.Address;
        listener.Close();
        using ProcessListener<int> next = new(address);
        Assert.Equal(address, next.Address);
    }

    [Fact]
    public async Task LI2_After_the_end_of_a_using_nobody_is_accepted()
    {
        ProcessListener<int> listener = new();
        Task<Connection<int>> waiting = listener.AcceptAsync(TestToken);
        using (listener)
        {
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(waiting.Soon);
        Assert.Throws<ObjectDisposedException>(() => listener.Accept());
        Assert.Throws<SocketException>(() => ProcessClient.Connect<int>(listener.Address));
        listener.Close();
        string path = Path.Combine(NewFolder(), "socket");
        using (new ProcessListener<int>(path))
        {
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task LI3_An_empty_key_is_a_key()
    {
        ConnectionOptions open = new() { AuthKey = Array.Empty<byte>() };
        using ProcessListener<int> listener = new($"@{Names.New()}", open);
        Task<Connection<int>> accepting = listener.AcceptAsync(TestToken);
        using (Connection<int> client = ProcessClient.Connect<int>(listener.Address, open))
        using (Connection<int> server = await accepting.Soon())
        {
            client.Send(1);
            Assert.Equal(1, server.Receive());
        }

        accepting = listener.AcceptAsync(TestToken);
        Assert.Throws<AuthenticationException>(() => ProcessClient.Connect<int>(listener.Address));
        await Assert.ThrowsAsync<AuthenticationException>(accepting.Soon);
    }

    [Fact]
    public void LI5_What_is_no_address_here_says_so()
    {
        foreach (string address in (string[])[@"\\.\pipe\one", "nothing", "", "host:", ":1", "host:port", "host:70000", "1.2.3.4"])
        {
            Assert.Throws<ArgumentException>(() => new ProcessListener<int>(address));
            Assert.Throws<ArgumentException>(() => ProcessClient.Connect<int>(address));
        }

        string tooLong = $"/tmp/{new string('x', 200)}";
        Assert.ThrowsAny<ArgumentException>(() => new ProcessListener<int>(tooLong));
        Assert.ThrowsAny<ArgumentException>(() => ProcessClient.Connect<int>(tooLong));
        Assert.ThrowsAny<ArgumentException>(() => new ProcessListener<int>($"@{tooLong}"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessListener<int>("@x", new ConnectionOptions { HandshakeTimeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessListener<int>("@x", new ConnectionOptions { MaxMessageSize = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessClient.Connect<int>("@x", new ConnectionOptions { Backlog = 0 }));
        Assert.Throws<SocketException>(() => ProcessClient.Connect<int>($"@{Names.New()}"));
        Assert.Throws<SocketException>(() => ProcessClient.Connect<int>(Path.Combine(NewFolder(), "nobody")));
    }

    [Theory]
    [InlineData("abstract")]
    [InlineData("tcp")]
    public async Task AU2_The_same_key_lets_in_and_a_wrong_one_is_an_error_on_both_sides(string family)
    {
        ConnectionOptions mine = new() { AuthKey = new byte[] { 1 } }, other = new() { AuthKey = new byte[] { 2 } };
        using ProcessListener<int> listener = new(AddressOf(family), mine);
        Task<Connection<int>> accepting = listener.AcceptAsync(TestToken);
        Assert.Throws<AuthenticationException>(() => ProcessClient.Connect<int>(listener.Address, other));
        await Assert.ThrowsAsync<AuthenticationException>(accepting.Soon);
        await Meet(listener, mine);
    }

    [Fact]
    public async Task Who_speaks_something_else_is_silent_or_goes_away_holds_nobody_up()
    {
        ConnectionOptions options = new() { HandshakeTimeout = TimeSpan.FromSeconds(2) };
        using ProcessListener<int> listener = new("127.0.0.1:0", options);
        IPEndPoint endPoint = (IPEndPoint)listener.EndPoint;
        using Socket silent = await Raw(endPoint), half = await Raw(endPoint);
        await half.SendAsync("ProcGen 1"u8.ToArray());
        long start = Stopwatch.GetTimestamp();
        await Meet(listener, options);

        using (Socket stranger = await Raw(endPoint))
        {
            await stranger.SendAsync("GET / HTTP/1.1\r\nHost: somebody.who.is.lost\r\nAccept: */*\r\nAccept-Language: en\r\n\r\n"u8.ToArray());
            await Assert.ThrowsAsync<ProtocolException>(() => listener.AcceptAsync(TestToken).Soon());
        }

        using (Socket gone = await Raw(endPoint))
        {
            await gone.SendAsync("ProcGen 1"u8.ToArray());
        }

        await Assert.ThrowsAnyAsync<IOException>(() => listener.AcceptAsync(TestToken).Soon());
        await Assert.ThrowsAsync<TimeoutException>(() => listener.AcceptAsync(TestToken).Soon());
        await Assert.ThrowsAsync<TimeoutException>(() => listener.AcceptAsync(TestToken).Soon());
        Assert.True(Stopwatch.GetElapsedTime(start) >= options.HandshakeTimeout - TimeSpan.FromMilliseconds(100));
        await Meet(listener, options);
    }

    [Fact]
    public async Task A_server_that_is_silent_or_speaks_something_else_is_a_typed_error()
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        await Assert.ThrowsAsync<TimeoutException>(() => ProcessClient.ConnectAsync<int>(server.LocalEndPoint!, new ConnectionOptions { HandshakeTimeout = TimeSpan.FromSeconds(1) }, TestToken));
        (await server.AcceptAsync(TestToken)).Dispose();
        Task<Connection<int>> connecting = ProcessClient.ConnectAsync<int>(server.LocalEndPoint!, cancellationToken: TestToken);
        using (Socket accepted = await server.AcceptAsync(TestToken))
        {
            await accepted.SendAsync(new byte[1000]);
            await Assert.ThrowsAsync<ProtocolException>(connecting.Soon);
        }

        connecting = ProcessClient.ConnectAsync<int>(server.LocalEndPoint!, cancellationToken: TestToken);
        (await server.AcceptAsync(TestToken)).Dispose();
        await Assert.ThrowsAnyAsync<IOException>(connecting.Soon);
        using CancellationTokenSource soon = new(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProcessClient.ConnectAsync<int>(server.LocalEndPoint!, cancellationToken: soon.Token));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "HTTP", "'GET / HTTP/1.1⏎'")]
    [InlineData("HTTP/1.1 400", "HTTP", "'HTTP/1.1 400'")]
    [InlineData("\u0016\u0003\u0001", "TLS", "160301")]
    [InlineData("ProcGen 0", "another version", "'ProcGen 0'")]
    [InlineData("x", "something else", "'x'")]
    [InlineData("\0", "something else", "00")]
    public async Task The_first_foreign_byte_tells_that_the_other_side_speaks_something_else(string sent, string what, string shown)
    {
        ConnectionOptions patient = new() { HandshakeTimeout = TimeSpan.FromMinutes(5) };
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes(sent);
        using ProcessListener<int> listener = new("127.0.0.1:0", patient);
        using Socket client = await Raw((IPEndPoint)listener.EndPoint);
        await client.SendAsync(bytes);
        Is(await Assert.ThrowsAsync<ProtocolException>(() => listener.AcceptAsync(TestToken).Soon()));
        await Meet(listener, patient);

        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        Task<Connection<int>> connecting = ProcessClient.ConnectAsync<int>(server.LocalEndPoint!, patient, TestToken);
        using Socket accepted = await server.AcceptAsync(TestToken);
        await accepted.SendAsync(bytes);
        Is(await Assert.ThrowsAsync<ProtocolException>(connecting.Soon));

        void Is(ProtocolException thrown)
        {
            Assert.Contains($"speaks {what}", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(shown, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_text_of_a_listener_is_an_address_to_connect_to(string address)
    {
        string given = address.Replace("NAME", Names.New(), StringComparison.Ordinal).Replace("FOLDER", NewFolder(), StringComparison.Ordinal);
        using ProcessListener<int> listener = new(given);
        foreach (string text in (string[])[listener.Address, $"{listener}", listener.EndPoint.ToString()!])
        {
            Task<Connection<int>> connecting = ProcessClient.ConnectAsync<int>(text, cancellationToken: TestToken);
            using Connection<int> server = await listener.AcceptAsync(TestToken).Soon(), client = await connecting.Soon();
            client.Send(1);
            Assert.Equal(1, server.Receive());
        }
    }

    public static TheoryData<string> Addresses => ["unix:@NAME", "@NAME", "unix:FOLDER/socket", "FOLDER/socket", "tcp://127.0.0.1:0", "0.0.0.0:0", "[::]:0", "[::1]:0", "localhost:0"];

    [Fact]
    public async Task The_end_says_who_has_ended()
    {
        using ProcessListener<int> listener = new("127.0.0.1:0");
        (Connection<int> server, Connection<int> client) = await Pair(listener);
        client.Close();
        string told = Assert.Throws<EndOfStreamException>(() => server.Receive()).Message;
        Assert.Contains($"the client {listener.LastAccepted}", told, StringComparison.Ordinal);
        server.Close();
        (server, client) = await Pair(listener);
        server.Close();
        Assert.Contains($"the listener at {listener.Address}", Assert.Throws<EndOfStreamException>(() => client.Receive()).Message, StringComparison.Ordinal);
        client.Close();
        using (Socket gone = await Raw((IPEndPoint)listener.EndPoint))
        {
            await gone.SendAsync("Proc"u8.ToArray());
        }

        EndOfStreamException ended = await Assert.ThrowsAsync<EndOfStreamException>(() => listener.AcceptAsync(TestToken).Soon());
        Assert.Contains("in the middle of the handshake", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_strangers_keeps_nobody_out()
    {
        using ProcessListener<int> listener = new("127.0.0.1:0");
        for (int i = 0; i < 200; i++)
        {
            using Socket stranger = await Raw((IPEndPoint)listener.EndPoint);
        }

        Task<Connection<int>> connecting = ProcessClient.ConnectAsync<int>(listener.Address, cancellationToken: TestToken);
        while (true)
        {
            try
            {
                using Connection<int> server = await listener.AcceptAsync(TestToken).Soon();
                using Connection<int> client = await connecting.Soon();
                client.Send(1);
                Assert.Equal(1, server.Receive());
                return;
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // One of the strangers.
            }
        }
    }

    [Fact]
    public async Task Items_of_another_type_are_an_error_on_both_sides()
    {
        using ProcessListener<string> listener = new();
        Task<Connection<string>> accepting = listener.AcceptAsync(TestToken);
        Assert.Throws<ProtocolException>(() => ProcessClient.Connect<int>(listener.Address));
        await Assert.ThrowsAsync<ProtocolException>(accepting.Soon);
    }

    [Fact]
    public async Task A_message_over_the_cap_of_the_other_side_is_the_senders_error()
    {
        using ProcessListener<string> listener = new($"@{Names.New()}", new ConnectionOptions { MaxMessageSize = 100 });
        Task<Connection<string>> accepting = listener.AcceptAsync(TestToken);
        using Connection<string> client = ProcessClient.Connect<string>(listener.Address);
        using Connection<string> server = await accepting.Soon();
        MessageTooLargeException tooLarge = Assert.Throws<MessageTooLargeException>(() => client.Send(new string('x', 200)));
        Assert.Equal(100, tooLarge.Limit);
        client.SendBytes(new byte[100]);
        Assert.Equal(100, server.ReceiveBytes().Length);
        client.SendBytes(new byte[50]);
        Assert.Throws<MessageTooLongException>(() => server.ReceiveBytes(49));
        Assert.Equal(50, server.ReceiveBytes(50).Length);
        server.Send(new string('x', 1000));
        Assert.Equal(1000, client.Receive().Length);
    }

    [Fact]
    public async Task The_other_side_sees_the_end_when_a_process_dies()
    {
        using ProcessListener<string> listener = new();
        using var child = new ListenerJobs.ConnectAndDieProcess(listener.Address).Started();
        using Connection<string> connection = await listener.AcceptAsync(TestToken).Soon();
        Assert.Equal("here", connection.Receive());
        Task<string> waiting = connection.ReceiveAsync(TestToken).AsTask();
        connection.Send("die");
        await Assert.ThrowsAsync<EndOfStreamException>(waiting.Soon);
        Assert.Equal([connection, child], ProcessWait.Any(connection, child.Ended()));
        Action flood = () =>
        {
            while (true)
            {
                connection.SendBytes(new byte[1000]);
            }
        };
        Assert.Throws<IOException>(flood);
    }

    [Fact]
    public async Task Waits_end_by_time_cancellation_and_closing()
    {
        using ProcessListener<int> listener = new();
        (Connection<int> here, Connection<int> there) = await Pair(listener);
        Assert.False(here.Poll(TimeSpan.FromMilliseconds(20)));
        Assert.False(here.TryReceive(out _, TimeSpan.FromMilliseconds(20)));
        using CancellationTokenSource soon = new(30);
        Assert.Throws<OperationCanceledException>(() => here.Receive(soon.Token));
        Task<IWaitable[]> waiting = ProcessWait.AnyAsync([here], TestToken);
        there.Send(1);
        Assert.Equal([here], await waiting.Soon());
        Assert.Equal(1, here.Receive());

        Task<int> later = here.ReceiveAsync(TestToken).AsTask();
        here.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(later.Soon);
        Assert.Throws<ObjectDisposedException>(() => here.Send(1));
        Assert.True(there.Poll(Deadlines.Event));
        Assert.Throws<EndOfStreamException>(() => there.Receive());
        there.Close();
    }

    [Fact]
    public async Task A_send_that_is_given_up_half_way_ends_the_connection()
    {
        using ProcessListener<int[]> listener = new();
        Task<Connection<int[]>> accepting = listener.AcceptAsync(TestToken);
        using Connection<int[]> client = ProcessClient.Connect<int[]>(listener.Address);
        using Connection<int[]> server = await accepting.Soon();
        client.Send([1]);
        Assert.False(client.TrySend(new int[4 << 20], TimeSpan.FromMilliseconds(50)));
        Assert.True(client.IsClosed);
        Assert.Equal([1], server.Receive());
        Assert.Throws<TruncatedMessageException>(() => server.Receive());
        Assert.Throws<EndOfStreamException>(() => server.Receive());
    }

    [Fact]
    public async Task TLS_encrypts_and_the_key_is_asked_for_all_the_same()
    {
        using X509Certificate2 certificate = NewCertificate();
        SslServerAuthenticationOptions serverTls = new() { ServerCertificate = certificate };
        SslClientAuthenticationOptions clientTls = new() { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == certificate.GetCertHashString() };
        using ProcessListener<string> listener = new("127.0.0.1:0", new ConnectionOptions { ServerTls = serverTls });
        Task<Connection<string>> accepting = listener.AcceptAsync(TestToken);
        using (Connection<string> client = ProcessClient.Connect<string>(listener.Address, new ConnectionOptions { ClientTls = clientTls }))
        using (Connection<string> server = await accepting.Soon())
        {
            client.Send(new string('x', 100_000));
            Assert.Equal(100_000, server.Receive().Length);
            server.Send("back");
            Assert.Equal("back", client.Receive());
        }

        accepting = listener.AcceptAsync(TestToken);
        Assert.Throws<AuthenticationException>(() => ProcessClient.Connect<string>(listener.Address, new ConnectionOptions { ClientTls = clientTls, AuthKey = new byte[] { 1 } }));
        await Assert.ThrowsAsync<AuthenticationException>(accepting.Soon);

        // Its certificate is not trusted unless somebody says so.
        accepting = listener.AcceptAsync(TestToken);
        Assert.Throws<AuthenticationException>(() => ProcessClient.Connect<string>(listener.Address, new ConnectionOptions { ClientTls = new() { TargetHost = "localhost" } }));
        await Assert.ThrowsAnyAsync<Exception>(accepting.Soon);

        // Without TLS nobody gets in.
        accepting = listener.AcceptAsync(TestToken);
        await Assert.ThrowsAnyAsync<Exception>(() => ProcessClient.ConnectAsync<string>(listener.Address, cancellationToken: TestToken));
        await Assert.ThrowsAnyAsync<Exception>(accepting.Soon);
    }

    private static async Task<Socket> Raw(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return socket;
    }

    private static async Task<(Connection<int> Server, Connection<int> Client)> Pair(ProcessListener<int> listener, ConnectionOptions? options = null)
    {
        Task<Connection<int>> connecting = ProcessClient.ConnectAsync<int>(listener.Address, options, TestToken);
        return (await listener.AcceptAsync(TestToken).Soon(), await connecting.Soon());
    }

    private static async Task Meet(ProcessListener<int> listener, ConnectionOptions options)
    {
        (Connection<int> server, Connection<int> client) = await Pair(listener, options);
        client.Send(1);
        Assert.Equal(1, server.Receive());
        client.Close();
        server.Close();
    }

    private static X509Certificate2 NewCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private string AddressOf(string family) => family switch
    {
        "file" => Path.Combine(NewFolder(), "socket"),
        "abstract" => $"@{Names.New()}",
        "tcp" => "127.0.0.1:0",
        "tcp6" => "[::1]:0",
        _ => "localhost:0",
    };
}
