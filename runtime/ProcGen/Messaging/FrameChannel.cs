using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// One end of a stream socket that carries frames, and of the two rings beside it where there are any (FrameRing).
//
// Who may do what: any thread may send, one at a time under _sending. One thread at a time may receive; its owner sees to that. Dispose may
// come at any time from any thread that does not receive: a send or receive under way keeps the descriptor open until it is back (SafeHandle
// counts), and Shutdown ends those that wait. After Dispose nobody touches the rings, whose memory may then go.
//
// What a death looks like: the other side's end, whether it closed or died, is false from TryReceive once everything that it sent has been
// read, and an IOException from a send that needed the socket. A frame that was cut in the middle is a ProtocolException.
internal sealed partial class FrameChannel(SafeDescriptor socket, int limit) : IDisposable
{
    // A frame without content.
    private static ReadOnlySpan<byte> Bell => [0, 0, 0, 0, (byte)FrameKind.Bell, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Lock _sending = new();
    private readonly FrameDecoder _decoder = new(limit);

    // Where what is sent goes as long as it fits. Guarded by _sending.
    private FrameRingWriter? _outgoing;

    // What a send that may not wait could not get rid of. Guarded by _sending.
    private WireBuffer? _unsent;
    private int _unsentOffset;

    // Whether the last send need not have woken the other side. A hint.
    private bool _foundAwake;

    public SafeDescriptor Socket { get; } = socket;

    /// <summary>The largest content that a received frame may have.</summary>
    public int Limit
    {
        get => _decoder.Limit;
        set => _decoder.Limit = value;
    }

    /// <summary>From here on frames go through rings in both directions. Whoever calls it is the only one who receives, and the other side does the same before it sends or receives again.</summary>
    public void UseRings(FrameRingPlace outgoing, FrameRingPlace incoming)
    {
        lock (_sending)
        {
            _outgoing = new FrameRingWriter(outgoing);
        }

        _incoming = new FrameRingReader(incoming);
    }

    /// <summary>Sends whole frames and waits until the ring or the socket took them.</summary>
    public void Send(ReadOnlySpan<byte> frames)
    {
        lock (_sending)
        {
            frames = Publish(frames);
            FlushWaiting();
            SendAll(frames);
            RingBell();
        }
    }

    /// <summary>Sends whole frames without waiting. False when some are left, which <see cref="TryFlush"/> sends once there is room.</summary>
    public bool TrySend(ReadOnlySpan<byte> frames)
    {
        lock (_sending)
        {
            frames = Publish(frames);
            if (_unsent is null)
            {
                frames = frames[SendSome(frames)..];
                if (frames.IsEmpty)
                {
                    RingBell();
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

    /// <summary>Ends the connection: waiting sends and receives return, what was received can still be read.</summary>
    public void Shutdown() => HostPlatform.Current.Shutdown(Socket);

    public void Dispose()
    {
        lock (_sending)
        {
            _outgoing = null;
        }

        Socket.Dispose();
    }

    /// <summary>Puts as many frames into the ring as there is room for. The others go over the socket.</summary>
    private ReadOnlySpan<byte> Publish(ReadOnlySpan<byte> frames)
    {
        if (_outgoing is not { } ring)
        {
            return frames;
        }

        while (!frames.IsEmpty && ring.TryPublish(frames[..Frame.SizeOf(frames)]))
        {
            frames = frames[Frame.SizeOf(frames)..];
        }

        for (ReadOnlySpan<byte> left = frames; !left.IsEmpty; left = left[Frame.SizeOf(left)..])
        {
            ring.NoteOnSocket();
        }

        return frames;
    }

    // What waits to be sent will wake the other side as well, and no bell may go into the middle of it. The same for a socket that is full.
    private void RingBell()
    {
        _foundAwake = false;
        if (_outgoing is not { } ring || _unsent is not null)
        {
            return;
        }

        if (!ring.TryTakeMark())
        {
            _foundAwake = true;
            return;
        }

        int sent = HostPlatform.Current.Send(Socket, Bell, wait: false);
        if (sent >= 0)
        {
            SendAll(Bell[sent..]);
        }

        FaultPoints.Pass(FaultPoint.FrameTold);
    }

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
