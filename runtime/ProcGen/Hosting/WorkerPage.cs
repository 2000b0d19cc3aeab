using ProcGen.Platform;

namespace ProcGen.Hosting;

// A page of memory that a worker shares with its parent. The worker notes in it which call it begins with, so that after its death the parent
// knows whether that call may have taken effect. A message would say the same and cost both sides a system call for each call.
//
// Words: 0 the version of this layout, written by the parent before the worker exists; 1 the id of the call that was begun last, written by
// the worker only. The memory has no name: it is gone with the last of the two.
internal sealed unsafe class WorkerPage : IDisposable
{
    private const int Size = 4096;
    private const long Version = 1;

    private long* _words;

    private WorkerPage(SafeDescriptor memory)
    {
        Memory = memory;
        _words = (long*)HostPlatform.Current.Map(memory, 0, Size);
    }

    public SafeDescriptor Memory { get; }

    /// <summary>The id of the call that was begun last.</summary>
    public long BegunCall
    {
        get => Volatile.Read(ref _words[1]);
        set => Volatile.Write(ref _words[1], value);
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
