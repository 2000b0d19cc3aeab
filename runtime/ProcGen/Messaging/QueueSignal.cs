using ProcGen.Platform;

namespace ProcGen.Messaging;

// A word that some sleep on until others have done something elsewhere: bit 0 whether anybody sleeps, the rest how often it was told.
//
// Who sleeps marks the word, then looks at the thing itself once more, then sleeps if the word is still the same. Who did something looks at the
// mark afterwards, and tells: it changes the word, so that nobody falls asleep on the old one, and wakes one. When nobody was asleep it takes
// the mark away, and wakes all that may have slept in between: one too many is awake at worst. No system call while nobody sleeps.
internal static unsafe class QueueSignal
{
    private const uint HasSleepers = 1;
    private const uint OneMore = 2;

    /// <summary>Marks the word. False when it changed meanwhile; else look once more before sleeping.</summary>
    public static bool TryMark(uint* word, out uint expected)
    {
        uint now = Volatile.Read(ref *word);
        expected = now | HasSleepers;
        bool isMarked = now == expected || Interlocked.CompareExchange(ref *word, expected, now) == now;
        Interlocked.MemoryBarrier();
        return isMarked;
    }

    /// <summary>Tells one that sleeps. After what is told of.</summary>
    public static void Tell(uint* word)
    {
        Interlocked.MemoryBarrier();
        if ((Volatile.Read(ref *word) & HasSleepers) == 0)
        {
            return;
        }

        uint told = Interlocked.Add(ref *word, OneMore);
        if (HostPlatform.Current.WakeWord(word, 1) == 0 && Interlocked.CompareExchange(ref *word, told & ~HasSleepers, told) == told)
        {
            HostPlatform.Current.WakeWord(word, int.MaxValue);
        }
    }

    /// <summary>Tells all that sleep.</summary>
    public static void TellAll(uint* word)
    {
        Interlocked.Add(ref *word, OneMore);
        HostPlatform.Current.WakeWord(word, int.MaxValue);
    }
}
