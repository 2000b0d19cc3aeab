using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

/// <summary>What is done with a socket before anything that comes through it is believed: who is it, TLS, the handshake; all within one deadline.</summary>
internal static class SocketSetup
{
    /// <summary>Takes over the socket: it becomes a channel, or is closed.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="isServer">Which side this is.</param>
    /// <param name="peer">Who the other is, for people.</param>
    /// <param name="options">What is asked of the other side.</param>
    /// <param name="typeHash">Which items it is for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TimeoutException">The other side took too long.</exception>
    /// <inheritdoc cref="HandshakeRun.ServeAsync"/>
    public static async Task<SocketChannel> RunAsync(Socket socket, bool isServer, string peer, ConnectionOptions options, ulong typeHash, CancellationToken cancellationToken)
    {
        using CancellationTokenSource soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Durations.ForTimer(options.HandshakeTimeout));
        Stream? stream = null;
        try
        {
            ThrowIfStranger(socket, options);
            stream = new NetworkStream(socket, ownsSocket: false);
            stream = await SecureAsync(stream, isServer, options, soon.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte> key = options.AuthKey ?? TreeKey.Value;
            byte[] binding = BindingOf(stream, isServer);
            int peerLimit = await (isServer
                ? HandshakeRun.ServeAsync(stream, peer, key, binding, options.MaxMessageSize, typeHash, soon.Token)
                : HandshakeRun.ConnectAsync(stream, peer, key, binding, options.MaxMessageSize, typeHash, soon.Token)).ConfigureAwait(false);
            return new SocketChannel(socket, stream, peer, options.MaxMessageSize, peerLimit, typeHash);
        }
        catch (Exception exception)
        {
            if (exception is AuthenticationException)
            {
                await SayFarewellAsync(socket).ConfigureAwait(false);
            }

            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The other side ({peer}) did not complete the handshake within {options.HandshakeTimeout.TotalSeconds:0.###} s.", exception);
            }

            throw;
        }
    }

    // The other side is to read that it was refused: a socket that is closed with something unread takes back what was sent last.
    private static async Task SayFarewellAsync(Socket socket)
    {
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
        byte[] rest = new byte[1024];
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            for (int rounds = 0; rounds < 64 && await socket.ReceiveAsync(rest, soon.Token).ConfigureAwait(false) > 0; rounds++)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // It is gone, or has had its time.
        }
    }

    private static void ThrowIfStranger(Socket socket, ConnectionOptions options)
    {
        if (options.RequireSameUser && socket.AddressFamily == AddressFamily.Unix && !HostPlatform.Current.IsPeerOfSameUser(socket.SafeHandle))
        {
            throw new AuthenticationException("The process at the other end of the socket runs as another user.");
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, bool isServer, ConnectionOptions options, CancellationToken cancellationToken)
    {
        if (isServer && options.ServerTls is { } server)
        {
            SslStream secure = new(stream, leaveInnerStreamOpen: false);
            await secure.AuthenticateAsServerAsync(server, cancellationToken).ConfigureAwait(false);
            return secure;
        }

        if (!isServer && options.ClientTls is { } client)
        {
            SslStream secure = new(stream, leaveInnerStreamOpen: false);
            await secure.AuthenticateAsClientAsync(client, cancellationToken).ConfigureAwait(false);
            return secure;
        }

        return stream;
    }

    // The hash of the server's certificate, as each side sees it. By hand: the channel binding of .NET is not there for servers on every system.
    private static byte[] BindingOf(Stream stream, bool isServer) =>
        stream is SslStream secure && (isServer ? secure.LocalCertificate : secure.RemoteCertificate) is { } certificate ? SHA256.HashData(certificate.GetRawCertData()) : [];
}
