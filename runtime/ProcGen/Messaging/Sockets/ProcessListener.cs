using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ProcGen.Memory;
using ProcGen.Messaging;

namespace ProcGen;

/// <summary>Listens for connections of other processes, of this tree or any. Python: <c>multiprocessing.connection.Listener</c>.</summary>
/// <remarks>
/// Both sides prove to each other that they have the same key, before anything else is believed; neither shows it. Without TLS what follows is
/// not encrypted. Those that connect are dealt with side by side: one that is silent, or speaks something else, holds nobody up, and costs one
/// <see cref="Accept"/> an exception; the listener goes on. Safe for use from any thread.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class ProcessListener<T> : IDisposable
{
    // Those with whom a handshake is under way, or that nobody has accepted yet. More wait in the system's backlog. So many failures are kept for
    // those who accept; of a flood the rest is dropped, so that it keeps nobody out.
    private const int MaxPending = 64;

    private readonly ConnectionOptions _options;
    private readonly Socket _socket;
    private readonly EndPoint _endPoint;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _room = new(MaxPending);
    private readonly Channel<Outcome> _outcomes = Channel.CreateUnbounded<Outcome>();
    private int _isClosed;
    private int _failures;

    /// <summary>Listens on a Unix socket without a file, under a name that nobody else has: see <see cref="Address"/>.</summary>
    public ProcessListener()
        : this($"@procgen/{Guid.NewGuid():N}")
    {
    }

    /// <summary>Listens on an address.</summary>
    /// <param name="address">A path for a Unix socket (at most 107 bytes), <c>@name</c> for one without a file, or <c>host:port</c> for TCP; port 0 for any that is free.</param>
    /// <param name="options">What is asked of the other side; null for what is usual.</param>
    /// <exception cref="ArgumentException">It is no address, or none of this system, or a path that is too long.</exception>
    /// <exception cref="SocketException">The address is in use, or cannot be had.</exception>
    public ProcessListener(string address, ConnectionOptions? options = null)
        : this(AddressText.Parse(address), options)
    {
    }

    /// <summary>Listens on an address of .NET's.</summary>
    /// <inheritdoc cref="ProcessListener{T}(string, ConnectionOptions)"/>
    public ProcessListener(EndPoint address, ConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _options = options ?? ConnectionOptions.Default;
        EndPoint own = address is DnsEndPoint name ? new IPEndPoint(Dns.GetHostAddresses(name.Host)[0], name.Port) : address;
        _socket = AddressText.NewSocket(own);
        try
        {
            _socket.Bind(own);
            _socket.Listen(_options.Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _endPoint = _socket.LocalEndPoint ?? own;
        _ = ListenAsync();
    }

    /// <summary>The address, for <see cref="ProcessClient"/>; a free port that was asked for is in it. Python: <c>address</c>.</summary>
    public string Address => AddressText.Format(_endPoint);

    /// <summary>The same as an address of .NET's.</summary>
    public EndPoint EndPoint => _endPoint;

    /// <summary>Who was accepted last; null before that, and for Unix sockets without a name. Python: <c>last_accepted</c>.</summary>
    public EndPoint? LastAccepted { get; private set; }

    /// <summary>Waits for the next that connects, and gives the connection when each side knows that the other has the key. Python: <c>accept()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="System.Security.Authentication.AuthenticationException">One came that has another key, or runs as another user; or TLS failed. The listener goes on.</exception>
    /// <exception cref="ProtocolException">One came that speaks something else (HTTP, TLS, another version), which its first bytes tell, or sends items of another type. The listener goes on.</exception>
    /// <exception cref="TimeoutException">One came that did not complete the handshake in time. The listener goes on.</exception>
    /// <exception cref="IOException">One came that ended before the end of the handshake. The listener goes on.</exception>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Connection<T> Accept(CancellationToken cancellationToken = default) => AcceptAsync(cancellationToken).GetAwaiter().GetResult();

    /// <summary>Like <see cref="Accept"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Accept"/>
    public async Task<Connection<T>> AcceptAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed != 0, this);
        Outcome outcome;
        try
        {
            outcome = await _outcomes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(GetType().Name, "The listener was closed.");
        }

        if (outcome.Channel is not null)
        {
            _room.Release();
        }
        else
        {
            Interlocked.Decrement(ref _failures);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(outcome.Failure!);
        }

        LastAccepted = outcome.From;
        return new Connection<T>(outcome.Channel!);
    }

    /// <summary>Listens no more. Connections that were accepted go on; those that were not are closed.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        _closing.Cancel();
        _socket.Dispose();
        _outcomes.Writer.TryComplete();
        while (_outcomes.Reader.TryRead(out Outcome outcome))
        {
            outcome.Channel?.Close();
        }
    }

    /// <inheritdoc cref="Close"/>
    public void Dispose() => Close();

    /// <summary>Where it listens: its <see cref="Address"/>.</summary>
    public override string ToString() => Address;

    private async Task ListenAsync()
    {
        while (_isClosed == 0)
        {
            try
            {
                await _room.WaitAsync(_closing.Token).ConfigureAwait(false);
                Socket socket = await _socket.AcceptAsync(_closing.Token).ConfigureAwait(false);
                _ = ReceiveAsync(socket);
            }
            catch (SocketException exception) when (_isClosed == 0)
            {
                // Such as a lack of descriptors, or one that went before it was accepted.
                Tell(new IOException($"A connection could not be accepted at {Address}: {exception.Message}", exception));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        try
        {
            EndPoint? from = socket.RemoteEndPoint;
            string peer = from is IPEndPoint ? $"the client {from}" : $"a client of {Address}";
            if (socket.AddressFamily != AddressFamily.Unix)
            {
                socket.NoDelay = true;
            }

            Outcome outcome = new(await SocketSetup.RunAsync(socket, isServer: true, peer, _options, TypeIdentity<T>.Hash, _closing.Token).ConfigureAwait(false), null, from);
            if (!_outcomes.Writer.TryWrite(outcome))
            {
                outcome.Channel?.Close();
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, it is told to who accepts.
            Tell(exception);
        }
    }

    private void Tell(Exception failure)
    {
        _room.Release();
        if (Interlocked.Increment(ref _failures) > MaxPending || !_outcomes.Writer.TryWrite(new Outcome(null, failure, null)))
        {
            Interlocked.Decrement(ref _failures);
        }
    }

    private readonly record struct Outcome(SocketChannel? Channel, Exception? Failure, EndPoint? From);
}
