using System.Runtime.InteropServices;
using ProcGen.Platform;

namespace ProcGen.Waiting;

/// <summary>A word of this process alone to sleep on, until something happens that is in no shared word: a child ends, a socket brings something.</summary>
internal sealed unsafe class LocalBell
{
    /// <summary>Rung when a child of this process has ended.</summary>
    public static readonly LocalBell Exits = new();

    private readonly uint* _word = (uint*)NativeMemory.AllocZeroed(sizeof(uint));

    // Freed by the collector: whoever is about to sleep on it holds what holds this.
    ~LocalBell() => NativeMemory.Free(_word);

    /// <summary>Something has happened. After it has.</summary>
    public void Ring()
    {
        Interlocked.Increment(ref *_word);
        HostPlatform.Current.WakeWord(_word, int.MaxValue);
        GC.KeepAlive(this);
    }

    /// <summary>Where to sleep. Before looking once more at what is waited for.</summary>
    public void Listen(out uint* word, out uint expected)
    {
        word = _word;
        expected = Volatile.Read(ref *_word);
    }
}
