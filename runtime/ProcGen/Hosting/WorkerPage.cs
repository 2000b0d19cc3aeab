using ProcGen.Messaging;
using ProcGen.Platform;

namespace ProcGen.Hosting;

// A page of memory that a worker shares with its parent. The worker notes in it which call it begins with, so that after its death the parent
// knows whether that call may have taken effect. A message would say the same and cost both sides a system call for each call.
//
// The same for calls that come in one message: which of them was begun last, and the outcomes that have not been sent yet. So the death of a
// worker fails that one, and those before it keep their results.
//
// Words, all written by the worker but the first: 0 the version of this layout, written by the parent before the worker exists; 1 the id of the
// call that was begun last; 2 which item of it; 3 the number of the first outcome that is kept here; 4 how many are; 5 how many bytes they take.
// The bytes are written before the count. The memory has no name: it is gone with the last of the two.
//
// Behind the words: the words of the two rings that calls and replies go through (FrameRing), then the outcomes, then the rings.
internal sealed unsafe class WorkerPage : IDisposable
{
    private const int Size = 64 * 1024;
    private const int FirstRing = 128;
    private const int SecondRing = FirstRing + 512;
    private const int Header = 4096;
    private const long Version = 3;

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

    /// <summary>The id of the call that was begun last.</summary>
    public long BegunCall
    {
        get => Volatile.Read(ref _words[1]);
        set => Volatile.Write(ref _words[1], value);
    }

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
