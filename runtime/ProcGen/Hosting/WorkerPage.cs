using ProcGen.Messaging;
using ProcGen.Platform;

namespace ProcGen.Hosting;

// A page of memory that a worker shares with its parent. In it they settle who has a call: the worker, from when it begins with it, or the
// parent, which may take it back until then and give it to another. So after the death of a worker the parent knows which calls may have
// taken effect. Messages would say the same and cost both sides a system call for each call.
//
// The same for calls that come in one message: which of them was begun last, and the outcomes that have not been sent yet. So the death of a
// worker fails that one, and those before it keep their results.
//
// Words: 0 the version of this layout, written by the parent before the worker exists; 2 which item of a message was begun last; 3 the number
// of the first outcome that is kept here; 4 how many are; 5 how many bytes they take; all four written by the worker, and the bytes before the
// count. The memory has no name: it is gone with the last of the two.
//
// Behind the words: the words of the two rings that calls and replies go through (FrameRing); the places; then the outcomes, then the rings.
//
// A place belongs to one call at a time: id, while the call is the parent's to take back; -id, once the worker has begun it; 0, when it has
// been taken back. The first is written by the parent, before the call is sent; the two others replace it by compare-and-swap, so that one of
// them succeeds. A worker that finds another id than that of the call which it was sent passes over it.
internal sealed unsafe class WorkerPage : IDisposable
{
    private const int Size = 64 * 1024;
    private const int FirstRing = 128;
    private const int SecondRing = FirstRing + 512;
    private const int FirstPlace = SecondRing + 512;
    private const int Header = 4096;
    private const long Version = 3;

    /// <summary>How many places there are, counted from 1.</summary>
    public const int Places = 64;

    /// <summary>How many bytes of outcomes it can keep.</summary>
    public const int Room = Size - Header - (2 * FrameRing.Capacity);

    private long* _words;

    private WorkerPage(SafeDescriptor memory)
    {
        Memory = memory;
        _words = (long*)HostPlatform.Current.Map(memory, 0, Size);
    }

    public SafeDescriptor Memory { get; }

    /// <summary>The ring from the parent to the worker.</summary>
    public FrameRingPlace Calls => new((FrameRing*)((byte*)_words + FirstRing), (byte*)_words + Header + Room);

    /// <summary>The ring from the worker to the parent.</summary>
    public FrameRingPlace Replies => new((FrameRing*)((byte*)_words + SecondRing), (byte*)_words + Header + Room + FrameRing.Capacity);

    /// <summary>Which item of the call was begun last.</summary>
    public int BegunItem
    {
        get => (int)Volatile.Read(ref _words[2]);
        set => Volatile.Write(ref _words[2], value);
    }

    /// <summary>The number of the first outcome that is kept.</summary>
    public int FirstKept => (int)Volatile.Read(ref _words[3]);

    /// <summary>How many outcomes are kept.</summary>
    public int KeptCount => (int)Volatile.Read(ref _words[4]);

    /// <summary>The outcomes that are kept. Their length is believed no further than there is room.</summary>
    public ReadOnlySpan<byte> Kept => new((byte*)_words + Header, (int)Math.Clamp(Volatile.Read(ref _words[5]), 0, Room));

    /// <summary>Gives a place to a call that is about to be sent.</summary>
    public void Offer(int place, long callId) => Volatile.Write(ref Place(place), callId);

    /// <summary>Begins with a call, from when on it may take effect. False when it has been taken back.</summary>
    public bool TryBegin(int place, long callId) => Interlocked.CompareExchange(ref Place(place), -callId, callId) == callId;

    /// <summary>Takes back a call. False when it has been begun.</summary>
    public bool TryTakeBack(int place, long callId) => Interlocked.CompareExchange(ref Place(place), 0, callId) == callId;

    /// <summary>Whether a call has been begun.</summary>
    public bool HasBegun(int place, long callId) => Volatile.Read(ref Place(place)) == -callId;

    /// <summary>Keeps the outcomes up to this one: <paramref name="all"/> are all that are kept, of which those up to <paramref name="old"/> bytes are here already.</summary>
    public void Keep(ReadOnlySpan<byte> all, int old, int count)
    {
        all[old..].CopyTo(new Span<byte>((byte*)_words + Header + old, Room - old));
        Volatile.Write(ref _words[5], all.Length);
        Volatile.Write(ref _words[4], count);
    }

    /// <summary>Forgets what is kept: it has been sent, or belongs to an earlier call.</summary>
    public void Forget(int firstKept)
    {
        Volatile.Write(ref _words[4], 0);
        Volatile.Write(ref _words[5], 0);
        Volatile.Write(ref _words[3], firstKept);
    }

    private ref long Place(int place) => ref _words[(FirstPlace / sizeof(long)) + place - 1];

    public static WorkerPage Create()
    {
        SafeDescriptor memory = HostPlatform.Current.CreateMemory(Size);
        HostPlatform.Current.Reserve(memory, 0, Size);
        WorkerPage page = new(memory);
        Volatile.Write(ref page._words[0], Version);
        return page;
    }

    public static WorkerPage Open(SafeDescriptor memory)
    {
        WorkerPage page = new(memory);
        return Volatile.Read(ref page._words[0]) == Version ? page : throw new ProtocolException("The page that a worker shares with its parent has another layout.");
    }

    public void Dispose()
    {
        if (_words is not null)
        {
            HostPlatform.Current.Unmap((byte*)_words, Size);
            _words = null;
            Memory.Dispose();
        }
    }
}
