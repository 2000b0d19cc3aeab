using System.Security.Authentication;

namespace ProcGen.Messaging;

/// <summary>The conversation of <see cref="Handshake"/> over a stream.</summary>
internal static class HandshakeRun
{
    /// <summary>Runs it as the server.</summary>
    /// <returns>How large messages the other side takes.</returns>
    /// <exception cref="AuthenticationException">The other side has another key, or says that we have.</exception>
    /// <exception cref="ProtocolException">The other side speaks something else, or sends other items.</exception>
    /// <exception cref="IOException">The other side ended before the end of the handshake.</exception>
    public static async Task<int> ServeAsync(Stream stream, string peer, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> binding, int maxMessageSize, ulong typeHash, CancellationToken cancellationToken)
    {
        byte[] clientHello = await ReadAsync(stream, peer, Handshake.HelloSize, cancellationToken).ConfigureAwait(false);
        Handshake.Check(clientHello);
        byte[] serverHello = Handshake.NewHello(maxMessageSize, typeHash);
        await stream.WriteAsync(serverHello, cancellationToken).ConfigureAwait(false);
        byte[] proof = await ReadAsync(stream, peer, Handshake.ProofSize, cancellationToken).ConfigureAwait(false);
        if (!Handshake.IsProof(proof, Handshake.Prove(isServer: false, key.Span, clientHello, serverHello, binding.Span)))
        {
            await stream.WriteAsync(Handshake.Refuse(), cancellationToken).ConfigureAwait(false);
            throw new AuthenticationException("The client has another key, and was refused.");
        }

        await stream.WriteAsync(Handshake.Accept(Handshake.Prove(isServer: true, key.Span, clientHello, serverHello, binding.Span)), cancellationToken).ConfigureAwait(false);
        if (!Handshake.IsAccepted(await ReadAsync(stream, peer, Handshake.VerdictSize, cancellationToken).ConfigureAwait(false)))
        {
            throw new AuthenticationException("The client says that this side has another key.");
        }

        ThrowIfOther(typeHash, clientHello);
        return Handshake.MaxMessageSize(clientHello);
    }

    /// <summary>Runs it as the client.</summary>
    /// <inheritdoc cref="ServeAsync"/>
    public static async Task<int> ConnectAsync(Stream stream, string peer, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> binding, int maxMessageSize, ulong typeHash, CancellationToken cancellationToken)
    {
        byte[] clientHello = Handshake.NewHello(maxMessageSize, typeHash);
        await stream.WriteAsync(clientHello, cancellationToken).ConfigureAwait(false);
        byte[] serverHello = await ReadAsync(stream, peer, Handshake.HelloSize, cancellationToken).ConfigureAwait(false);
        Handshake.Check(serverHello);
        await stream.WriteAsync(Handshake.Prove(isServer: false, key.Span, clientHello, serverHello, binding.Span), cancellationToken).ConfigureAwait(false);
        byte[] verdict = await ReadAsync(stream, peer, Handshake.VerdictSize, cancellationToken).ConfigureAwait(false);
        if (!Handshake.IsAccepted(verdict))
        {
            throw new AuthenticationException("The server has another key, and has refused this side.");
        }

        if (!Handshake.IsProof(verdict.AsSpan(1), Handshake.Prove(isServer: true, key.Span, clientHello, serverHello, binding.Span)))
        {
            await stream.WriteAsync(Handshake.Refuse(), cancellationToken).ConfigureAwait(false);
            throw new AuthenticationException("The server does not have the key: it is somebody else.");
        }

        await stream.WriteAsync(Handshake.Accept([]), cancellationToken).ConfigureAwait(false);
        ThrowIfOther(typeHash, serverHello);
        return Handshake.MaxMessageSize(serverHello);
    }

    private static void ThrowIfOther(ulong typeHash, byte[] hello)
    {
        if (Handshake.TypeHash(hello) != typeHash)
        {
            throw new ProtocolException("The other side's connection is for items of another type.");
        }
    }

    // Of a hello, each byte is looked at when it comes: who speaks something else may wait for an answer before it sends as much.
    private static async Task<byte[]> ReadAsync(Stream stream, string peer, int size, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[size];
        int count = 0;
        while (count < size)
        {
            int read = await stream.ReadAsync(bytes.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException($"The other side ({peer}) ended the connection in the middle of the handshake.");
            }

            count += read;
            if (size == Handshake.HelloSize)
            {
                Handshake.CheckBeginning(bytes.AsSpan(0, count));
            }
        }

        return bytes;
    }
}
