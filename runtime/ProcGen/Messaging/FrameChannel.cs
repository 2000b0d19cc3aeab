using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// One end of a stream socket that carries frames.
//
// Who may do what: any thread may send, one at a time under _sending. One thread at a time may receive; its owner sees to that. Dispose may
// come at any time from any thread: a send or receive under way keeps the descriptor open until it is back (SafeHandle counts), and Shutdown
// ends those that wait.
//
// What a death looks like: the other side's end, whether it closed or died, is false from TryReceive once everything that it sent has been
// read, and an IOException from a send. A frame that was cut in the middle is a ProtocolException.
internal sealed class FrameChannel(SafeDescriptor socket, int limit) : IDisposable
{
    private readonly Lock _sending = new();
    private readonly FrameDecoder _decoder = new(limit);

    // What a send that may not wait could not get rid of. Guarded by _sending.
    private WireBuffer? _unsent;
    private int _unsentOffset;

    public SafeDescriptor Socket { get; } = socket;

    /// <summary>The largest content that a received frame may have.</summary>
    public int Limit
    {
        get => _decoder.Limit;
        set => _decoder.Limit = value;
    }

    /// <summary>Sends whole frames and waits until the socket took them.</summary>
    public void Send(ReadOnlySpan<byte> frames)
    {
        lock (_sending)
        {
            FlushWaiting();
            SendAll(frames);
        }
    }

    /// <summary>Sends whole frames without waiting. False when some are left, which <see cref="TryFlush"/> sends once there is room.</summary>
    public bool TrySend(ReadOnlySpan<byte> frames)
    {
        lock (_sending)
        {
            if (_unsent is null)
            {
                frames = frames[SendSome(frames)..];
                if (frames.IsEmpty)
                {
                    return true;
                }

                _unsent = new WireBuffer(int.MaxValue);
                _unsentOffset = 0;
            }

            WireWriter writer = new(_unsent);
            writer.WriteRaw(frames);
            writer.Flush();
            return false;
        }
    }

    /// <summary>Sends what earlier sends left, without waiting. True when nothing is left.</summary>
    public bool TryFlush()
    {
        lock (_sending)
        {
            if (_unsent is null)
            {
                return true;
            }

            _unsentOffset += SendSome(_unsent.WrittenSpan[_unsentOffset..]);
            return _unsentOffset == _unsent.Length && DropUnsent();
        }
    }

    /// <summary>
    /// Receives the next frame. False at the end of the stream, and, where it may not wait, when no whole frame is there
    /// (<paramref name="ended"/> tells which).
    /// </summary>
    public bool TryReceive(bool wait, out Frame frame, out bool ended)
    {
        ended = false;
        while (!_decoder.TryRead(out frame))
        {
            int received = HostPlatform.Current.Receive(Socket, _decoder.Space(), wait);
            if (received < 0)
            {
                return false;
            }

            if (received == 0)
            {
                ended = true;
                return _decoder.IsInsideFrame ? throw new ProtocolException("The other side ended in the middle of a frame.") : false;
            }

            _decoder.Advance(received);
        }

        return true;
    }

    /// <summary>Ends the connection: waiting sends and receives return, what was received can still be read.</summary>
    public void Shutdown() => HostPlatform.Current.Shutdown(Socket);

    public void Dispose() => Socket.Dispose();

    private void FlushWaiting()
    {
        if (_unsent is not null)
        {
            SendAll(_unsent.WrittenSpan[_unsentOffset..]);
            DropUnsent();
        }
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[HostPlatform.Current.Send(Socket, bytes, wait: true)..];
        }
    }

    private int SendSome(ReadOnlySpan<byte> bytes)
    {
        int sent = 0;
        while (sent < bytes.Length)
        {
            int took = HostPlatform.Current.Send(Socket, bytes[sent..], wait: false);
            if (took < 0)
            {
                break;
            }

            sent += took;
        }

        return sent;
    }

    private bool DropUnsent()
    {
        _unsent?.Dispose();
        _unsent = null;
        return true;
    }
}
