namespace ProcGen.Platform.Linux;

internal sealed unsafe partial class LinuxPlatform
{
    // More than any kernel has processors for.
    private const int AffinityBytes = 8192 / 8;

    // The kernel moves a thread that may not stay where it is at once, and leaves it where it is when it may go back. Both calls touch the
    // calling thread only: whoever changes the thread's affinity from outside between them loses, and nobody does so in these microseconds.
    public override bool TryLeaveProcessor()
    {
        byte* allowed = stackalloc byte[AffinityBytes];
        byte* others = stackalloc byte[AffinityBytes];
        int current = Libc.sched_getcpu();
        if (current is < 0 or >= AffinityBytes * 8 || Libc.sched_getaffinity(0, AffinityBytes, allowed) != 0)
        {
            return false;
        }

        new Span<byte>(allowed, AffinityBytes).CopyTo(new Span<byte>(others, AffinityBytes));
        others[current / 8] &= (byte)~(1 << (current % 8));
        if (!new Span<byte>(others, AffinityBytes).ContainsAnyExcept((byte)0) || CountRunnableThreads() is not { } runnable || runnable > Environment.ProcessorCount)
        {
            return false;
        }

        return Libc.sched_setaffinity(0, AffinityBytes, others) == 0 && Libc.sched_setaffinity(0, AffinityBytes, allowed) == 0;
    }

    /// <summary>How many threads of the machine want a processor now, the calling one included; null when the system does not tell. Allocates nothing that lives.</summary>
    private static int? CountRunnableThreads()
    {
        // 0.20 0.18 0.12 1/80 11206: the fourth field says how many run and how many there are.
        Span<byte> text = stackalloc byte[128];
        ReadOnlySpan<byte> path = "/proc/loadavg\0"u8;
        fixed (byte* name = path, bytes = text)
        {
            int file = Libc.open(name, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
            if (file < 0)
            {
                return null;
            }

            nint count = Libc.read(file, bytes, (nuint)text.Length);
            _ = Libc.close(file);
            if (count <= 0)
            {
                return null;
            }

            text = text[..(int)count];
        }

        int slash = text.IndexOf((byte)'/');
        int start = slash < 0 ? -1 : text[..slash].LastIndexOf((byte)' ');
        return start >= 0 && int.TryParse(text[(start + 1)..slash], out int runnable) ? runnable : null;
    }
}
