namespace ProcGen.Messaging;

// A word that some sleep on until others have done something elsewhere: bit 0 whether anybody sleeps, the rest how often it was told.
//
// Who sleeps marks the word, then looks at the thing itself once more, then sleeps if the word is still the same. Who did something looks at the
// mark afterwards, and if there is one, changes the word, so that nobody falls asleep on the old one, and wakes: one, or all, as QueueSignal
// and PipeSignal say. No system call while nobody sleeps.
internal static unsafe class SignalWord
{
    public const uint HasSleepers = 1;
    public const uint OneMore = 2;

    /// <summary>Marks the word. False when it changed meanwhile; else look once more before sleeping.</summary>
    public static bool TryMark(uint* word, out uint expected)
    {
        uint now = Volatile.Read(ref *word);
        expected = now | HasSleepers;
        bool isMarked = now == expected || Interlocked.CompareExchange(ref *word, expected, now) == now;
        Interlocked.MemoryBarrier();
        return isMarked;
    }

    /// <summary>Whether somebody may sleep. After what is told of.</summary>
    public static bool IsMarked(uint* word)
    {
        Interlocked.MemoryBarrier();
        return (Volatile.Read(ref *word) & HasSleepers) != 0;
    }
}
