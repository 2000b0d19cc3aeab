using System.Runtime.InteropServices;
using ProcGen.Platform;
using Xunit;

namespace ProcGen.Tests.Platform;

public sealed unsafe partial class LeaveProcessorTests
{
    private const int MaskBytes = 1024;

    [Fact]
    public void What_the_thread_may_use_stays_as_it_was() => OnOwnThread(static () =>
    {
        byte[] before = Affinity;
        for (int time = 0; time < 100; time++)
        {
            HostPlatform.Current.TryLeaveProcessor();
            Assert.Equal(before, Affinity);
        }
    });

    [Fact]
    public void A_thread_that_may_use_one_processor_stays() => OnOwnThread(static () =>
    {
        byte[] one = new byte[MaskBytes];
        int current = sched_getcpu();
        one[current / 8] = (byte)(1 << (current % 8));
        Affinity = one;
        Assert.False(HostPlatform.Current.TryLeaveProcessor());
        Assert.Equal(one, Affinity);
    });

    private static byte[] Affinity
    {
        get
        {
            byte[] mask = new byte[MaskBytes];
            fixed (byte* start = mask)
            {
                Assert.Equal(0, sched_getaffinity(0, MaskBytes, start));
            }

            return mask;
        }

        set
        {
            fixed (byte* start = value)
            {
                Assert.Equal(0, sched_setaffinity(0, MaskBytes, start));
            }
        }
    }

    // The thread's affinity goes with it.
    private static void OnOwnThread(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("On its own thread: " + failure.Message, failure);
        }
    }

    [LibraryImport("libc")]
    private static partial int sched_getcpu();

    [LibraryImport("libc")]
    private static partial int sched_getaffinity(int thread, nuint size, byte* mask);

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nuint size, byte* mask);
}
