using System.Runtime.InteropServices;
using ProcGen.Memory;

namespace ProcGen.Messaging;

/// <summary>The sending side of a <see cref="FrameRing"/>. Not safe for use by two threads at once.</summary>
internal sealed unsafe class FrameRingWriter(FrameRingPlace place)
{
    // Not all that would fit: room for some frames is left at any time, and the others have the socket.
    private const int Longest = (FrameRing.Capacity / 4) - PipeRecord.HeaderSize;

    private readonly FrameRing* _words = place.Words;
    private readonly PipeWriter _writer = new(&place.Words->Ring, place.Bytes, FrameRing.Capacity);
    private long _onSocket;

    /// <summary>Publishes a frame, if there is room for it.</summary>
    public bool TryPublish(ReadOnlySpan<byte> frame)
    {
        int length = sizeof(long) + frame.Length;
        if (length > Longest || !_writer.HasRoom(length))
        {
            return false;
        }

        Span<byte> place = _writer.Place(length);
        MemoryMarshal.Write(place, _onSocket);
        frame.CopyTo(place[sizeof(long)..]);
        FaultPoints.Pass(FaultPoint.FrameWritten);
        _writer.Publish(length, PipeRecordKind.Message);
        FaultPoints.Pass(FaultPoint.FramePublished);
        return true;
    }

    /// <summary>A frame goes over the socket. Before it does.</summary>
    public void NoteOnSocket() => Volatile.Write(ref _words->OnSocket, ++_onSocket);

    /// <summary>Whether the other side sleeps, or is about to, and has to be told. After what it is told of; it is to be told once.</summary>
    public bool TryTakeMark()
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _words->Mark) != 0 && Interlocked.Exchange(ref _words->Mark, 0) != 0;
    }
}
