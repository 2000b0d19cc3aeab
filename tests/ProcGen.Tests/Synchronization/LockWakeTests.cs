using ProcGen.Platform;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen.Tests.Synchronization;

/// <summary>Threads that sleep on a lock without an end: whoever is not woken stays there.</summary>
/// <remarks>
/// The library's own waits look again after half a second, which would hide a wake that is missing. What the fence is for takes a few nanoseconds
/// that no test hits: that is for tests/ProcGen.Models/lock.pml.
/// </remarks>
public unsafe class LockWakeTests
{
    private const int Threads = 4;
    private const int Rounds = 200_000;

    // Of any length: the test fails by it and never waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int _guarded;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_sleeps_on_a_free_lock(bool isRegistered)
    {
        // There is no way back: which of the two comes first makes no difference to the second.
        if (isRegistered)
        {
            RemoteFence.Register();
            Assert.True(RemoteFence.IsRegistered || !OperatingSystem.IsLinux());
        }

        using ProcessLock theLock = new();
        Thread[] threads = [.. Enumerable.Range(1, Threads).Select(number => new Thread(() => Work(theLock, number)) { IsBackground = true })];
        Array.ForEach(threads, static thread => thread.Start());
        Assert.True(Array.TrueForAll(threads, static thread => thread.Join(Patience)), "A thread sleeps, and nobody wakes it.");
        Assert.Equal(Threads * Rounds, _guarded);
        Assert.False(theLock.IsLocked);
    }

    private void Work(ProcessLock theLock, int number)
    {
        for (int round = 0; round < Rounds; round++)
        {
            LockWord.TakeStep step = new(theLock.Reference, (ulong)number);
            bool givesUp = (round + number) % 16 == 0;
            while (!step.TryComplete())
            {
                if (givesUp)
                {
                    step.Abandon();
                    step = new LockWord.TakeStep(theLock.Reference, (ulong)number);
                }

                if (step.PrepareToSleep(out uint* word, out uint expected))
                {
                    HostPlatform.Current.WaitOnWord(word, expected, long.MaxValue);
                    givesUp = !givesUp;
                }
            }

            _guarded++;
            if (round % 64 == 0)
            {
                // So that others come to sleep, on two processors too.
                Thread.Yield();
            }

            theLock.Release();
        }
    }
}
