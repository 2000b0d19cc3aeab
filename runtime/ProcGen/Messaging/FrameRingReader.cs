using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

/// <summary>The receiving side of a <see cref="FrameRing"/>. Not safe for use by two threads at once.</summary>
internal sealed unsafe class FrameRingReader(FrameRingPlace place)
{
    private readonly FrameRing* _words = place.Words;
    private readonly PipeReader _reader = new(&place.Words->Ring, place.Bytes, FrameRing.Capacity);
    private readonly SpinHistory _spins = new();
    private readonly SpinHistory _glances = new(glances: true);

    // The record of the frame that was taken last: it stays where it is until the next is asked for.
    private PipeRecord _held;
    private bool _isHeld;
    private long _onSocket;

    /// <summary>Whether the sender knows that it has to tell us.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Takes the next frame. When it is not here, tells whether it comes over the socket.</summary>
    /// <exception cref="ProtocolException">What is there is no frame.</exception>
    public bool TryTake(out Frame frame, out bool isOnSocket)
    {
        Release();
        long onSocket = Volatile.Read(ref _words->OnSocket);
        frame = default;
        if (!_reader.TryPeek(out PipeRecord record))
        {
            isOnSocket = onSocket != _onSocket;
            return false;
        }

        ReadOnlySpan<byte> content = record.Content;
        if (content.Length < sizeof(long) + Frame.HeaderSize)
        {
            throw new ProtocolException($"A record in a channel has {content.Length} bytes, which is no frame.");
        }

        isOnSocket = MemoryMarshal.Read<long>(content) > _onSocket;
        if (isOnSocket)
        {
            return false;
        }

        frame = Frame.Read(content[sizeof(long)..], content.Length - sizeof(long) - Frame.HeaderSize);
        _held = record;
        _isHeld = true;
        Unmark();
        return true;
    }

    /// <summary>A frame has come over the socket and is taken now.</summary>
    public void NoteFromSocket()
    {
        _onSocket++;
        Unmark();
    }

    /// <summary>Looks for a while whether something comes, in place of sleeping.</summary>
    public bool Spin() => Look(_spins);

    /// <summary>Looks for a moment whether something comes, where nobody has to wait for it.</summary>
    public bool Glance()
    {
        Release();
        return Look(_glances);
    }

    /// <summary>The other side is awake, and may answer soon: it pays to look.</summary>
    public void NoteAwake()
    {
        _spins.NoteAwake();
        _glances.NoteAwake();
    }

    /// <summary>Has the sender ring a bell with the next that it publishes. Look once more afterwards.</summary>
    public void Mark()
    {
        IsMarked = true;
        Interlocked.Exchange(ref _words->Mark, 1);
        FaultPoints.Pass(FaultPoint.FrameAboutToSleep);
    }

    /// <summary>Something has come, or the sender has rung: whoever sleeps again has to mark again.</summary>
    public void Unmark()
    {
        if (IsMarked)
        {
            IsMarked = false;
            Volatile.Write(ref _words->Mark, 0);
        }
    }

    private bool Look(SpinHistory history)
    {
        LookStep step = new(this);
        return history.TryComplete(ref step);
    }

    private void Release()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _reader.Consume(_held);
            FaultPoints.Pass(FaultPoint.FrameConsumed);
        }
    }

    /// <summary>Only looks: it is never slept in.</summary>
    private readonly struct LookStep(FrameRingReader ring) : IWaitStep
    {
        public bool TryComplete() => ring._reader.HasRecord || Volatile.Read(ref ring._words->OnSocket) != ring._onSocket;

        public bool PrepareToSleep(out uint* word, out uint expected) => throw new NotSupportedException();

        public bool Abandon() => false;

        public void OnOverslept()
        {
        }
    }
}
