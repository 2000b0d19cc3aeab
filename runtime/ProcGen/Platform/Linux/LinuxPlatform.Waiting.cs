namespace ProcGen.Platform.Linux;

internal sealed unsafe partial class LinuxPlatform
{
    public override ReadinessSet CreateReadinessSet() => new EpollSet();

    public override bool WaitUntilReadable(SafeDescriptor descriptor, TimeSpan timeout)
    {
        bool isEndless = timeout == Timeout.InfiniteTimeSpan;
        long deadline = Environment.TickCount64 + (long)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);
        Libc.PollEntry entry = new() { Descriptor = descriptor.Number, Events = Libc.POLLIN };
        while (true)
        {
            int wait = isEndless ? -1 : (int)Math.Max(0, deadline - Environment.TickCount64);
            int count = Libc.poll(&entry, 1, wait);
            if (count > 0)
            {
                return true;
            }

            if (count == 0 && !isEndless && deadline <= Environment.TickCount64)
            {
                return false;
            }
        }
    }

    public override int? CountOtherForegroundThreads() => RuntimeThreads.CountOtherForeground("libcoreclr.so");
}
