using ProcGen.Platform;

namespace ProcGen.Messaging;

// A word (SignalWord) that those sleep on who wait for one direction of a pipe. Whoever tells wakes all: beside the one who takes a message
// others may only want to know of it, and a wake that goes to one of these would be lost.
internal static unsafe class PipeSignal
{
    /// <summary>Tells those that sleep. After what is told of.</summary>
    public static void Tell(uint* word)
    {
        if (SignalWord.IsMarked(word))
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
            uint seen = Interlocked.CompareExchange(ref *word, (now + SignalWord.OneMore) & ~SignalWord.HasSleepers, now);
            if (seen == now)
            {
                HostPlatform.Current.WakeWord(word, int.MaxValue);
                return;
            }

            now = seen;
        }
    }
}
