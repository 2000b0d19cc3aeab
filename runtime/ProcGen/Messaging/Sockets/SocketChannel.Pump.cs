using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// What reads ahead, and what waits for it.
internal sealed partial class SocketChannel
{
    private async Task PumpAsync(bool hasNews)
    {
        try
        {
            // What was read ahead by the pump before this one, here or in the process that this side came from.
            if (hasNews)
            {
                await _consumed.WaitAsync().ConfigureAwait(false);
            }

            while (!IsClosed)
            {
                if (TryTakeFrame())
                {
                    await _consumed.WaitAsync().ConfigureAwait(false);
                    continue;
                }

                int received = await _stream.ReadAsync(_decoder.SpaceMemory(), _end.Token).ConfigureAwait(false);
                if (received == 0)
                {
                    EndJourneys();
                    break;
                }

                _decoder.Advance(received);
            }

            if (_isMoving)
            {
                return;
            }

            await PassOverAsync().ConfigureAwait(false);
        }
        catch (ProtocolException exception)
        {
            _failure = exception;
            _isBroken = true;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // It ended in another way than by being closed.
            EndJourneys();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // This side has ended it, and the other may still read what was sent.
            if (_isMoving)
            {
                return;
            }
        }

        if (_failure is null && _decoder.IsInsideFrame)
        {
            _failure = new TruncatedMessageException(_decoder.HeldLength, _decoder.ClaimedLength);
        }

        EndHere();
    }

    // The other side, and who sends here, see the end at once. The socket itself stays until this side is closed: it may be passed to another
    // process even now, which sees the same end.
    private void EndHere()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other side is gone already.
        }

        _isEnded = true;
        _bell.Ring();
        if (IsClosed && !_isMoving)
        {
            DisposeSocket();
        }
    }

    // Of the pump, which has ended, and of whoever closes: whichever comes last.
    private void DisposeSocket()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _stream.Dispose();
            _socket.Dispose();
            _decoder.Dispose();
        }
    }

    // We have closed, and wait until the other side has, too.
    private async Task PassOverAsync()
    {
        byte[] rest = new byte[4096];
        while (IsClosed)
        {
            if (await _stream.ReadAsync(rest, _end.Token).ConfigureAwait(false) == 0)
            {
                EndJourneys();
                return;
            }
        }
    }

    // The other side takes no more out of what was sent.
    private void EndJourneys()
    {
        lock (_carried)
        {
            Travel.End(CollectionsMarshal.AsSpan(_carried));
            _carried.Clear();
        }
    }

    private bool TryTakeFrame()
    {
        if (!_decoder.TryRead(out Frame frame))
        {
            return false;
        }

        _kind = frame.Kind switch
        {
            FrameKind.Message => MessageKind.Item,
            FrameKind.Bytes => MessageKind.Bytes,
            _ => throw new ProtocolException($"A frame of kind {frame.Kind} came through a connection: the other side speaks something else."),
        };
        _message = frame.Payload.ToArray();
        _hasNews = true;
        _bell.Ring();
        return true;
    }

    /// <summary>Waits for a message, or for the end of either side.</summary>
    private readonly unsafe struct ReceiveStep(SocketChannel channel, bool isWatching = false) : IWaitStep
    {
        public bool TryComplete() => isWatching && channel.IsClosed ? throw Closed() : channel.IsReadable();

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            channel._bell.Listen(out word, out expected);
            return !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept()
        {
            // Only this process rings.
        }
    }

    /// <summary>Waits until the socket has taken what is sent.</summary>
    private readonly unsafe struct SendStep(SocketChannel channel) : IWaitStep
    {
        public bool TryComplete() => !channel._isWriting;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            channel._bell.Listen(out word, out expected);
            return !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept()
        {
            // Only this process rings.
        }
    }
}
