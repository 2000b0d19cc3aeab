using System.Runtime.InteropServices;

namespace ProcGen.Messaging;

// Frames of one direction of a channel, in memory that both of its sides share: a ring of records beside the socket. Small frames go through the
// ring, what does not fit goes over the socket, and neither overtakes the other.
//
// Words, each with one writer but the mark
// - Ring.Tail, Ring.Head: the sender's and the receiver's, as in a pipe (PipeWriter, PipeReader).
// - OnSocket: the sender's. How many frames have gone over the socket; counted before their first byte is sent.
// - Mark: the receiver sets it when it is about to sleep on the socket; the sender that finds it takes it away and sends a bell over the
//   socket, a frame that says nothing; the receiver takes it away when it has found something by itself.
//
// Order. A record says how many frames went over the socket before it. Whoever receives reads OnSocket first and the ring afterwards: a record
// that was there before a frame went over the socket is then seen, and taken first.
//
// Sleep. The receiver looks for a while, marks, looks once more, and sleeps in a receive from the socket, or lets the reactor wait for it. The
// sender publishes and then looks at the mark. Both put a full barrier between what they write and what they read, so that one of them sees the
// other: no frame lies in the ring while the receiver sleeps and no bell is on its way. While both run there is no system call at all.
// A sender may be held up between its look at the mark and its taking it. Then it takes one that was made since, with a bell that has nothing to
// tell: whoever is woken must mark again before it sleeps again.
//
// Death
// - Of the sender: a record is there when Tail says so and not before. What was published is read after the end of the socket, which is the
//   truth about the other side's life and wakes whoever sleeps, bell or not.
// - Of the receiver: nothing waits for it. The ring fills up, frames go over the socket, and that says that nobody is there.
//
// A sender that may not wait never has to: with no room in the ring it has the socket, as it had before there was a ring.
[StructLayout(LayoutKind.Explicit, Size = 384)]
internal struct FrameRing
{
    /// <summary>How many bytes of records there may be that nobody has read yet. A power of two.</summary>
    public const int Capacity = 16 * 1024;

    [FieldOffset(0)]
    public PipeDirection Ring;

    [FieldOffset(256)]
    public long OnSocket;

    [FieldOffset(320)]
    public int Mark;
}

/// <summary>Where the ring of a direction is: its words, and its bytes.</summary>
internal unsafe readonly struct FrameRingPlace(FrameRing* words, byte* bytes)
{
    public FrameRing* Words => words;

    public byte* Bytes => bytes;
}
