using System.Runtime.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public sealed partial class Connection<T>
{
    /// <summary>Like <see cref="Send(T, CancellationToken)"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Send(T, CancellationToken)" path="/exception"/>
    public async ValueTask SendAsync(T item, CancellationToken cancellationToken = default) => await SendAsync(item, Deadline.Never, cancellationToken).ConfigureAwait(false);

    /// <summary>Like <see cref="TrySend"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Send(T, CancellationToken)" path="/exception"/>
    public ValueTask<bool> TrySendAsync(T item, TimeSpan timeout, CancellationToken cancellationToken = default) => SendAsync(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Like <see cref="Receive(CancellationToken)"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Receive(CancellationToken)" path="/exception"/>
    public async ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default) => (await ReceiveAsync(Deadline.Never, cancellationToken).ConfigureAwait(false)).Item!;

    /// <summary>Like <see cref="TryReceive(out T, TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    /// <returns>Whether an item was received in time, and the item.</returns>
    /// <inheritdoc cref="Receive(CancellationToken)" path="/exception"/>
    public ValueTask<(bool IsReceived, T? Item)> TryReceiveAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ReceiveAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Receives items until the other end is closed, or its process has died between two of them.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TruncatedMessageException">The other end's process died in the middle of a message.</exception>
    /// <exception cref="ProtocolException">A message is no such item. It is dropped; the next can be received.</exception>
    /// <exception cref="ObjectDisposedException">It was closed here, or passed to another process.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async IAsyncEnumerable<T> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            T item;
            try
            {
                item = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (EndOfStreamException)
            {
                yield break;
            }

            yield return item;
        }
    }

    /// <summary>Like <see cref="Poll"/>, without holding a thread.</summary>
    /// <inheritdoc cref="Poll" path="/exception"/>
    public async ValueTask<bool> PollAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        EnterToReceive();
        try
        {
            Deadline deadline = Deadline.After(timeout);
            return _channel.IsReadable()
                || (await _channel.WaitToReceiveAsync(deadline, cancellationToken).ConfigureAwait(false)).IsCompleted(cancellationToken);
        }
        finally
        {
            _channel.Leave();
        }
    }

    private async ValueTask<bool> SendAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        EnterToSend();
        try
        {
            if (!(await _channel.Sending.EnterAsync(deadline, cancellationToken).ConfigureAwait(false)).IsCompleted(cancellationToken))
            {
                return false;
            }

            try
            {
                Encode(item);
                return await _channel.SendAsync(MessageKind.Item, _channel.OutgoingMemory, deadline, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<(bool IsReceived, T? Item)> ReceiveAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        EnterToReceive();
        try
        {
            if (!(await _channel.Receiving.EnterAsync(deadline, cancellationToken).ConfigureAwait(false)).IsCompleted(cancellationToken))
            {
                return default;
            }

            try
            {
                return await _channel.AwaitMessageAsync(MessageKind.Item, int.MaxValue, deadline, cancellationToken).ConfigureAwait(false) ? (true, Decode()) : default;
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
}
