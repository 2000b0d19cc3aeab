using System.Net;
using System.Net.Sockets;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen;

/// <summary>Listens for connections of other processes, of this tree or any. Python: <c>multiprocessing.connection.Listener</c>.</summary>
/// <remarks>
/// Both sides prove to each other that they have the same key, before anything else is believed; neither shows it. Without TLS what follows is
/// not encrypted. Those that connect are dealt with side by side: one that is silent, or speaks something else, holds nobody up, and costs one
/// <see cref="Accept"/> an exception; the listener goes on. Safe for use from any thread.
/// A listener is in one process at a time: passed to another, as an argument, result or in a message, it moves there with its file and its options,
/// and is closed here. Who has connected and was not accepted goes along, but for handshakes that are not done within a second. It is fetched from
/// the process that sent it when the message is read: that must live until then, else who reads gets <see cref="SharedObjectException"/>. One with
/// TLS stays where it is.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class ProcessListener<T> : IDisposable, ISharedObject<ProcessListener<T>>
{
    private readonly SocketListener _listener;

    private ProcessListener(SocketListener listener) => _listener = listener;

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
        _listener = new SocketListener(address, options ?? ConnectionOptions.Default, TypeIdentity<T>.Hash);
    }

    /// <summary>The address, for <see cref="ProcessClient"/>; a free port that was asked for is in it. Python: <c>address</c>.</summary>
    public string Address => AddressText.Format(_listener.EndPoint);

    /// <summary>The same as an address of .NET's.</summary>
    public EndPoint EndPoint => _listener.EndPoint;

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
        (SocketChannel channel, LastAccepted) = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
        return new Connection<T>(channel);
    }

    /// <summary>Listens no more. Connections that were accepted go on; those that were not are closed.</summary>
    public void Close() => _listener.Close();

    /// <inheritdoc cref="Close"/>
    public void Dispose() => _listener.Close();

    /// <summary>Where it listens: its <see cref="Address"/>.</summary>
    public override string ToString() => Address;

    void ISharedObject<ProcessListener<T>>.WriteReference(ref WireWriter writer) => _listener.Move(ref writer);

    static ProcessListener<T> ISharedObject<ProcessListener<T>>.ReadReference(ref WireReader reader) => new(SocketListener.Take(ref reader, TypeIdentity<T>.Hash, typeof(T).ToString()));
}
