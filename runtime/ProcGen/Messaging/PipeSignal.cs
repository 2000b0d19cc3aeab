using ProcGen.Platform;

namespace ProcGen.Messaging;

// A word that those sleep on who wait for one direction of a pipe: bit 0 whether anybody sleeps, the rest how often it was told.
//
// Who sleeps marks the word, then looks at the thing itself once more, then sleeps if the word is still the same. Who did something looks at the
// mark afterwards. If there is one, it changes the word, so that nobody falls asleep on the old one, and wakes all: beside the one who takes a
// message others may only want to know of it, and a wake that goes to one of these would be lost. No system call while nobody sleeps.
internal static unsafe class PipeSignal
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

    /// <summary>Tells those that sleep. After what is told of.</summary>
    public static void Tell(uint* word)
    {
        Interlocked.MemoryBarrier();
        if ((Volatile.Read(ref *word) & HasSleepers) != 0)
        {
            TellAll(word);
        }
    }

    /// <summary>The same, even if nobody has marked the word: one who died may have taken the mark away and woken nobody.</summary>
    public static void TellAll(uint* word)
    {
        uint now = Volatile.Read(ref *word);
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref *word, (now + OneMore) & ~HasSleepers, now);
            if (seen == now)
            {
                HostPlatform.Current.WakeWord(word, int.MaxValue);
                return;
            }

            now = seen;
        }
    }
}
