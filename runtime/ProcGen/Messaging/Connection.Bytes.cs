using System.Runtime.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen;

// Messages that are bytes and not items. Both kinds may be sent through one connection; each is received by the members of its kind.
public sealed partial class Connection<T>
{
    /// <summary>Sends bytes as one message; waits while there is no room. Python: <c>send_bytes(buf)</c>.</summary>
    /// <param name="bytes">The bytes; none are a message, too.</param>
    /// <param name="cancellationToken">Ends the wait; then nothing has been sent.</param>
    /// <exception cref="InsufficientMemoryException">They are many, and there is no memory for them. The connection is as it was.</exception>
    /// <exception cref="IOException">The other end is closed, or its process has died.</exception>
    /// <exception cref="InvalidOperationException">This end only receives.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void SendBytes(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        EnterToSend();
        try
        {
            _channel.Sending.Enter(Deadline.Never, cancellationToken);
            try
            {
                _channel.Send(MessageKind.Bytes, bytes, Deadline.Never, cancellationToken);
            }
            finally
            {
                _channel.EndSending();
            }
        }
        finally
        {
            _channel.Leave();
        }
    }

    /// <summary>Like <see cref="SendBytes"/>, without holding a thread. The bytes must not change before it is done.</summary>
    /// <inheritdoc cref="SendBytes" path="/exception"/>
    public async ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        EnterToSend();
        try
        {
            await _channel.Sending.EnterAsync(Deadline.Never, cancellationToken).ConfigureAwait(false);
            try
            {
                await _channel.SendAsync(MessageKind.Bytes, bytes, Deadline.Never, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _channel.EndSending();
            }
        }
        finally
        {
            _channel.Leave();
        }
    }

    /// <summary>Receives the bytes of one message; waits until there is one. Python: <c>recv_bytes(maxlength)</c>.</summary>
    /// <param name="maxLength">How many bytes the message may have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MessageTooLongException">It has more. It is still there.</exception>
    /// <exception cref="EndOfStreamException">The other end is closed, or its process has died, and everything that it sent has been received.</exception>
    /// <exception cref="TruncatedMessageException">The other end's process died in the middle of a message.</exception>
    /// <exception cref="InvalidOperationException">The next message was sent as an item, and is still there; or this end only sends.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public byte[] ReceiveBytes(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return AwaitBytes(maxLength, hasBuffer: false, default, cancellationToken).Bytes!;
    }

    /// <summary>Like <see cref="ReceiveBytes"/>, without holding a thread.</summary>
    /// <inheritdoc cref="ReceiveBytes" path="/param"/>
    /// <inheritdoc cref="ReceiveBytes" path="/exception"/>
    public async ValueTask<byte[]> ReceiveBytesAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return (await AwaitBytesAsync(maxLength, hasBuffer: false, default, cancellationToken).ConfigureAwait(false)).Bytes!;
    }

    /// <summary>Receives the bytes of one message into a buffer; waits until there is one. Python: <c>recv_bytes_into(buf)</c>.</summary>
    /// <param name="buffer">Where they go, from its start.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many bytes the message had.</returns>
    /// <exception cref="BufferTooShortException">The message is longer than the buffer; the exception holds all of it.</exception>
    /// <inheritdoc cref="ReceiveBytes" path="/exception"/>
    public int ReceiveBytesInto(Span<byte> buffer, CancellationToken cancellationToken = default) =>
        AwaitBytes(int.MaxValue, hasBuffer: true, buffer, cancellationToken).Length;

    /// <inheritdoc cref="ReceiveBytesInto(Span{byte}, CancellationToken)"/>
    [OverloadResolutionPriority(-1)] // An array is both.
    public int ReceiveBytesInto(Memory<byte> buffer, CancellationToken cancellationToken = default) => ReceiveBytesInto(buffer.Span, cancellationToken);

    /// <summary>Like <see cref="ReceiveBytesInto(Span{byte}, CancellationToken)"/>, without holding a thread.</summary>
    /// <inheritdoc cref="ReceiveBytesInto(Span{byte}, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="ReceiveBytesInto(Span{byte}, CancellationToken)" path="/exception"/>
    public async ValueTask<int> ReceiveBytesIntoAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        (await AwaitBytesAsync(int.MaxValue, hasBuffer: true, buffer, cancellationToken).ConfigureAwait(false)).Length;

    /// <summary>Drops the next message, of either kind and any length; waits until there is one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">The other end is closed, or its process has died, and everything that it sent has been received.</exception>
    /// <exception cref="TruncatedMessageException">The other end's process died in the middle of a message.</exception>
    /// <exception cref="InvalidOperationException">This end only sends.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Skip(CancellationToken cancellationToken = default)
    {
        EnterToReceive();
        try
        {
            _channel.Receiving.Enter(Deadline.Never, cancellationToken);
            try
            {
                _channel.AwaitMessage(MessageKind.Any, int.MaxValue, Deadline.Never, cancellationToken);
                _channel.Consume();
            }
            finally
            {
                _channel.Receiving.Exit();
            }
        }
        finally
        {
            _channel.Leave();
        }
    }

    private (int Length, byte[]? Bytes) AwaitBytes(int maxLength, bool hasBuffer, Span<byte> buffer, CancellationToken cancellationToken)
    {
        EnterToReceive();
        try
        {
            _channel.Receiving.Enter(Deadline.Never, cancellationToken);
            try
            {
                _channel.AwaitMessage(MessageKind.Bytes, maxLength, Deadline.Never, cancellationToken);
                return TakeBytes(hasBuffer, buffer);
            }
            finally
            {
                _channel.Receiving.Exit();
            }
        }
        finally
        {
            _channel.Leave();
        }
    }

    private async ValueTask<(int Length, byte[]? Bytes)> AwaitBytesAsync(int maxLength, bool hasBuffer, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        EnterToReceive();
        try
        {
            await _channel.Receiving.EnterAsync(Deadline.Never, cancellationToken).ConfigureAwait(false);
            try
            {
                await _channel.AwaitMessageAsync(MessageKind.Bytes, maxLength, Deadline.Never, cancellationToken).ConfigureAwait(false);
                return TakeBytes(hasBuffer, buffer.Span);
            }
            finally
            {
                _channel.Receiving.Exit();
            }
        }
        finally
        {
            _channel.Leave();
        }
    }

    // Whoever has the turn to receive.
    private (int Length, byte[]? Bytes) TakeBytes(bool hasBuffer, Span<byte> buffer)
    {
        try
        {
            ReadOnlySpan<byte> message = _channel.Current;
            if (!hasBuffer)
            {
                return (message.Length, LargeArray.Copy(message));
            }

            if (message.Length > buffer.Length)
            {
                throw new BufferTooShortException(message.ToArray(), buffer.Length);
            }

            BulkCopy.Copy(message, buffer);
            return (message.Length, null);
        }
        finally
        {
            _channel.Consume();
        }
    }
}
