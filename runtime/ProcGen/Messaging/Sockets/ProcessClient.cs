using System.Net;
using System.Net.Sockets;
using ProcGen.Memory;
using ProcGen.Messaging;

namespace ProcGen;

/// <summary>Connects to a <see cref="ProcessListener{T}"/>. Python: <c>multiprocessing.connection.Client</c>.</summary>
public static class ProcessClient
{
    /// <summary>Connects, and waits until each side knows that the other has the key.</summary>
    /// <typeparam name="T">The type of the items: the listener's.</typeparam>
    /// <param name="address">The listener's <see cref="ProcessListener{T}.Address"/>: a path of a Unix socket, <c>@name</c> for one without a file, or <c>host:port</c>. An address for all of a machine's (<c>0.0.0.0</c>) stands for this machine.</param>
    /// <param name="options">What is asked of the other side; null for what is usual.</param>
    /// <exception cref="ArgumentException">It is no address, or none of this system.</exception>
    /// <exception cref="SocketException">Nobody listens there, or cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The listener has another key, or runs as another user; or TLS failed.</exception>
    /// <exception cref="ProtocolException">It speaks something else, or sends items of another type.</exception>
    /// <exception cref="TimeoutException">It did not complete the handshake in time.</exception>
    /// <exception cref="IOException">It ended before the end of the handshake.</exception>
    public static Connection<T> Connect<T>(string address, ConnectionOptions? options = null) => ConnectAsync<T>(address, options).GetAwaiter().GetResult();

    /// <summary>Connects to an address of .NET's.</summary>
    /// <inheritdoc cref="Connect{T}(string, ConnectionOptions)"/>
    public static Connection<T> Connect<T>(EndPoint address, ConnectionOptions? options = null) => ConnectAsync<T>(address, options).GetAwaiter().GetResult();

    /// <summary>Connects, without holding a thread.</summary>
    /// <inheritdoc cref="Connect{T}(string, ConnectionOptions)"/>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<Connection<T>> ConnectAsync<T>(string address, ConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync<T>(AddressText.Parse(address), options, cancellationToken);

    /// <summary>Connects to an address of .NET's, without holding a thread.</summary>
    /// <inheritdoc cref="Connect{T}(string, ConnectionOptions)"/>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<Connection<T>> ConnectAsync<T>(EndPoint address, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= ConnectionOptions.Default;
        address = AddressText.ToConnectTo(address);
        Socket socket = AddressText.NewSocket(address);
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new Connection<T>(await SocketSetup.RunAsync(socket, isServer: false, $"the listener at {AddressText.Format(address)}", options, TypeIdentity<T>.Hash, cancellationToken).ConfigureAwait(false));
    }
}
