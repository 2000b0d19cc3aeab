using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

// futex. Never the private kind, which other processes do not hear. Deadlines are absolute on the monotonic clock, which is what Stopwatch
// counts in nanoseconds. Whatever the kernel answers (woken, not the value, interrupted, time is up), callers look at the word again.
internal sealed unsafe partial class LinuxPlatform
{
    private static volatile bool s_lacksWaitOnMany;

    public override int MaxWaitedWords => s_lacksWaitOnMany ? int.MaxValue : 128;

    public override void WaitOnWord(uint* word, uint expected, long deadline)
    {
        Libc.TimeSpecification time = At(deadline);
        _ = Libc.syscall_futex(Libc.SYS_futex, word, Libc.FUTEX_WAIT_BITSET, (nint)expected, deadline == long.MaxValue ? null : &time, null, unchecked((nint)Libc.FUTEX_BITSET_MATCH_ANY));
    }

    public override void WaitOnWords(ReadOnlySpan<WaitedWord> words, long deadline)
    {
        if (!s_lacksWaitOnMany)
        {
            Libc.FutexWaiter* waiters = stackalloc Libc.FutexWaiter[words.Length];
            for (int i = 0; i < words.Length; i++)
            {
                waiters[i] = new Libc.FutexWaiter { Address = (ulong)words[i].Word, Value = words[i].Expected, Flags = Libc.FUTEX2_SIZE_U32 };
            }

            Libc.TimeSpecification time = At(deadline);
            if (Libc.syscall_futex_waitv(Libc.SYS_futex_waitv, waiters, words.Length, 0, deadline == long.MaxValue ? null : &time, Libc.CLOCK_MONOTONIC) >= 0
                || Marshal.GetLastPInvokeError() != Libc.ENOSYS)
            {
                return;
            }

            s_lacksWaitOnMany = true;
        }

        // Before Linux 5.16 one thread can sleep on one word only. The first is the caller's own; the others are looked at every millisecond.
        long soon = System.Diagnostics.Stopwatch.GetTimestamp() + (System.Diagnostics.Stopwatch.Frequency / 1000);
        WaitOnWord(words[0].Word, words[0].Expected, Math.Min(deadline, soon));
    }

    public override int WakeWord(uint* word, int count) => (int)Libc.syscall_futex(Libc.SYS_futex, word, Libc.FUTEX_WAKE, count, null, null, 0);

    public override bool TryRegisterForFences() => Libc.syscall_membarrier(Libc.SYS_membarrier, Libc.MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0, 0) == 0;

    // Where the kernel refuses, nobody has been able to register.
    public override void RaiseRemoteFence()
    {
        if (Libc.syscall_membarrier(Libc.SYS_membarrier, Libc.MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0) != 0)
        {
            Interlocked.MemoryBarrier();
        }
    }

    private static Libc.TimeSpecification At(long deadline) => new() { Seconds = deadline / 1_000_000_000, Nanoseconds = deadline % 1_000_000_000 };
}
