using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>One end of a pipe, or of a connection made by <c>ProcessListener</c> and <c>ProcessClient</c>. Python: <c>multiprocessing.connection.Connection</c>.</summary>
/// <remarks>
/// Messages arrive whole and in order. What cannot be written is the sender's error, and nothing of it is sent. When the other end is closed or
/// its process dies, what it sent can still be received; then receiving throws <see cref="EndOfStreamException"/>, and sending throws
/// <see cref="IOException"/>: nobody waits for ever. A process that is only stopped keeps its end.
/// A connection is in one process at a time: passed to another, as an argument, result or in a message, it moves there and is closed here, and what
/// has arrived and was not received goes along. Whoever waits here is told. Who is in the middle of a message is waited for, ten seconds at most
/// (<see cref="TimeoutException"/>); over a socket, nothing may be on its way out (<see cref="InvalidOperationException"/>). One over a socket is
/// fetched from the process that sent it when the message is read: that must live until then, else who reads gets <see cref="SharedObjectException"/>.
/// One with TLS stays where it is.
/// Safe for use from any thread: one at a time sends, one at a time receives, and each message goes to one of those that receive.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed partial class Connection<T> : IDisposable, ISharedObject<Connection<T>>, IWaitable
{
    private readonly MessageChannel _channel;

    internal Connection(MessageChannel channel) => _channel = channel;

    /// <summary>Whether this end receives. Python: <c>readable</c>.</summary>
    public bool IsReadable => _channel.CanReceive;

    /// <summary>Whether this end sends. Python: <c>writable</c>.</summary>
    public bool IsWritable => _channel.CanSend;

    /// <summary>Whether it was closed in this process, or passed to another. Python: <c>closed</c>.</summary>
    public bool IsClosed => _channel.IsClosed;

    /// <summary>The socket, for a connection over one; null for an end of a pipe, which lies in shared memory and is waited for with <see cref="ProcessWait"/>. It belongs to this object: do not dispose of it. Python: <c>fileno()</c>.</summary>
    public SafeHandle? Handle => _channel.Handle;

    /// <summary>Sends an item; waits while there is no room. Python: <c>send(obj)</c>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; then nothing has been sent.</param>
    /// <exception cref="UnserializableValueException">The item cannot be written.</exception>
    /// <exception cref="InsufficientMemoryException">The item is large, and there is no memory for it. The connection is as it was.</exception>
    /// <exception cref="IOException">The other end is closed, or its process has died.</exception>
    /// <exception cref="InvalidOperationException">This end only receives.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="NotSupportedException">No codec is known for the items.</exception>
    public void Send(T item, CancellationToken cancellationToken = default) => Send(item, Deadline.Never, cancellationToken);

    /// <summary>Sends an item, if there is room for it in time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero tries only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait; then nothing has been sent.</param>
    /// <returns>Whether it was sent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <inheritdoc cref="Send(T, CancellationToken)" path="/exception"/>
    public bool TrySend(T item, TimeSpan timeout = default, CancellationToken cancellationToken = default) => Send(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Receives an item; waits until there is one. Python: <c>recv()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">The other end is closed, or its process has died, and everything that it sent has been received. Python: <c>EOFError</c>.</exception>
    /// <exception cref="TruncatedMessageException">The other end's process died in the middle of a message.</exception>
    /// <exception cref="ProtocolException">The message is no such item. It is dropped; the next can be received.</exception>
    /// <exception cref="InvalidOperationException">The next message was sent as bytes, and is still there; or this end only sends.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="NotSupportedException">No codec is known for the items.</exception>
    public T Receive(CancellationToken cancellationToken = default)
    {
        TryReceive(Deadline.Never, cancellationToken, out T? item);
        return item!;
    }

    /// <summary>Receives an item, if there is one in time.</summary>
    /// <param name="item">The item, where the result is true.</param>
    /// <param name="timeout">How long to wait; zero asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether an item was received. The end of the other side is an exception, as for <see cref="Receive(CancellationToken)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <inheritdoc cref="Receive(CancellationToken)" path="/exception"/>
    public bool TryReceive([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        TryReceive(Deadline.After(timeout), cancellationToken, out item);

    /// <summary>Whether there is something to receive: a message, or the end of the other side. Python: <c>poll(timeout)</c>.</summary>
    /// <param name="timeout">How long to wait for it; zero asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="InvalidOperationException">This end only sends.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool Poll(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        EnterToReceive();
        try
        {
            Deadline deadline = Deadline.After(timeout);
            return _channel.IsReadable() || _channel.WaitToReceive(deadline, cancellationToken).IsCompleted(cancellationToken);
        }
        finally
        {
            _channel.Leave();
        }
    }

    /// <summary>Closes this end: the other side receives what was sent, then the end. Whoever waits here gets <see cref="ObjectDisposedException"/>. Python: <c>close()</c>.</summary>
    public void Close() => _channel.Close();

    /// <inheritdoc cref="Close"/>
    public void Dispose() => _channel.Close();

    /// <summary>What it is, for people and debuggers.</summary>
    public override string ToString() =>
        $"Connection<{typeof(T).Name}> ({(IsClosed ? "closed" : (IsReadable, IsWritable) switch { (true, true) => "receives and sends", (true, false) => "receives", _ => "sends" })})";

    IWaitStep IWaitable.NewWaitStep()
    {
        EnterToReceive();
        try
        {
            return _channel.NewWaitStep();
        }
        finally
        {
            _channel.Leave();
        }
    }

    void ISharedObject<Connection<T>>.WriteReference(ref WireWriter writer) => _channel.Move(ref writer);

    static Connection<T> ISharedObject<Connection<T>>.ReadReference(ref WireReader reader) => new(ParcelNote.IsNext(reader)
        ? SocketChannel.Take(ref reader, TypeIdentity<T>.Hash, typeof(T).ToString())
        : PipeChannel.Take(ref reader, TypeIdentity<T>.Hash, typeof(T).ToString()));

    private bool Send(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        EnterToSend();
        try
        {
            if (!_channel.Sending.Enter(deadline, cancellationToken).IsCompleted(cancellationToken))
            {
                return false;
            }

            try
            {
                return _channel.Send(MessageKind.Item, Encode(item).WrittenSpan, deadline, cancellationToken);
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

    private bool TryReceive(Deadline deadline, CancellationToken cancellationToken, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        EnterToReceive();
        try
        {
            item = default;
            if (!_channel.Receiving.Enter(deadline, cancellationToken).IsCompleted(cancellationToken))
            {
                return false;
            }

            try
            {
                if (!_channel.AwaitMessage(MessageKind.Item, int.MaxValue, deadline, cancellationToken))
                {
                    return false;
                }

                item = Decode();
                return true;
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

    // Whoever has the turn to send.
    private WireBuffer Encode(T item)
    {
        WireBuffer buffer = _channel.Outgoing;
        _channel.BeginOutgoing();
        WireWriter writer = new(buffer);
        ItemCodecs.Get<T>().Write(ref writer, item);
        writer.Flush();
        return buffer;
    }

    // Whoever has the turn to receive. A message that does not read is dropped.
    private T Decode()
    {
        try
        {
            WireReader reader = new(_channel.Current);
            T item = ItemCodecs.Get<T>().Read(ref reader);
            reader.End();
            return item;
        }
        finally
        {
            _channel.Consume();
        }
    }

    private void EnterToSend()
    {
        _channel.Enter();
        if (!_channel.CanSend)
        {
            _channel.Leave();
            throw new InvalidOperationException("This end of the pipe only receives: the pipe was made for one direction.");
        }
    }

    private void EnterToReceive()
    {
        _channel.Enter();
        if (!_channel.CanReceive)
        {
            _channel.Leave();
            throw new InvalidOperationException("This end of the pipe only sends: the pipe was made for one direction.");
        }
    }
}
