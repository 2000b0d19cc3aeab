using ProcGen.Platform;

namespace ProcGen.Messaging;

// A word (SignalWord) that those sleep on who wait for a queue. Whoever tells wakes one. When nobody was asleep it takes the mark away, and
// wakes all that may have slept in between: one too many is awake at worst.
internal static unsafe class QueueSignal
{
    /// <summary>Tells one that sleeps. After what is told of.</summary>
    public static void Tell(uint* word)
    {
        if (SignalWord.IsMarked(word))
        {
            Wake(word);
        }
    }

    /// <summary>Tells one that sleeps on either.</summary>
    public static void TellBoth(uint* first, uint* second)
    {
        if (SignalWord.IsMarked(first))
        {
            Wake(first);
        }

        // One look after what is told of is as good for both.
        if ((Volatile.Read(ref *second) & SignalWord.HasSleepers) != 0)
        {
            Wake(second);
        }
    }

    /// <summary>Tells all that sleep.</summary>
    public static void TellAll(uint* word)
    {
        Interlocked.Add(ref *word, SignalWord.OneMore);
        HostPlatform.Current.WakeWord(word, int.MaxValue);
    }

    private static void Wake(uint* word)
    {
        uint told = Interlocked.Add(ref *word, SignalWord.OneMore);
        if (HostPlatform.Current.WakeWord(word, 1) == 0 && Interlocked.CompareExchange(ref *word, told & ~SignalWord.HasSleepers, told) == told)
        {
            HostPlatform.Current.WakeWord(word, int.MaxValue);
        }
    }
}
