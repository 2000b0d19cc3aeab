using ProcGen.Memory;
using ProcGen.Platform;

namespace ProcGen.Messaging;

// What belongs to the one thread that receives.
internal sealed partial class FrameChannel
{
    // Where what is received comes from as long as it fitted.
    private FrameRingReader? _incoming;
    private bool _hasEnded;

    /// <summary>
    /// Receives the next frame. False at the end of the stream, and, where it may not wait, when no whole frame is there
    /// (<paramref name="ended"/> tells which): then the socket becomes readable when one comes.
    /// </summary>
    public bool TryReceive(bool wait, out Frame frame, out bool ended)
    {
        while (!TryTake(out frame, out bool isOnSocket))
        {
            ended = _hasEnded;
            if (ended)
            {
                return _decoder.IsInsideFrame ? throw new ProtocolException("The other side ended in the middle of a frame.") : false;
            }

            if (!isOnSocket && _incoming is { IsMarked: false } ring)
            {
                if (!wait || !ring.Spin())
                {
                    ring.Mark();
                }
            }
            else if (!(isOnSocket || wait) || !Fill(wait))
            {
                return false;
            }
        }

        ended = false;
        return true;
    }

    /// <summary>
    /// Whoever has just sent something that is answered is about to receive: if the other side was awake, it pays to look for the answer. Not for
    /// who answers: the other side may be awake for everything else than to send the next.
    /// </summary>
    public void ExpectAnswer()
    {
        if (_foundAwake)
        {
            _incoming?.NoteAwake();
        }
    }

    /// <summary>Looks for a moment whether something comes through the ring.</summary>
    public void Glance() => _incoming?.Glance();

    /// <summary>Has the other side make the socket readable when it sends something. Before a wait for the socket that begins with something else than <see cref="TryReceive"/>.</summary>
    public void AskForBell() => _incoming?.Mark();

    /// <summary>Takes in what the socket became readable for. Waits for nothing.</summary>
    public void TakeBell()
    {
        if (_incoming is not null && !_hasEnded)
        {
            Fill(wait: false);
        }
    }

    /// <summary>Takes the next frame that is here. When there is none, tells whether it is one that comes over the socket.</summary>
    private bool TryTake(out Frame frame, out bool isOnSocket)
    {
        isOnSocket = true;
        if (_incoming is not { } ring)
        {
            return _decoder.TryRead(out frame);
        }

        if (ring.TryTake(out frame, out isOnSocket))
        {
            return true;
        }

        while (_decoder.TryRead(out frame))
        {
            if (frame.Kind != FrameKind.Bell)
            {
                ring.NoteFromSocket();
                return true;
            }
        }

        return false;
    }

    /// <summary>Receives some bytes from the socket. False when it would have to wait and may not.</summary>
    private bool Fill(bool wait)
    {
        int received = HostPlatform.Current.Receive(Socket, _decoder.Space(), wait);
        if (received < 0)
        {
            return false;
        }

        _incoming?.Unmark();
        _hasEnded = received == 0;
        _decoder.Advance(received);
        return true;
    }
}
