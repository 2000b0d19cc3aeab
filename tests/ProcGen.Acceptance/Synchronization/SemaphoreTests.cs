namespace ProcGen.Acceptance.Synchronization;

/// <summary>Semaphores, bounded and not, among threads and among processes.</summary>
public class SemaphoreTests : ProcessTest
{
    [Fact]
    public void S1_A_semaphore_counts_down_and_up_and_beyond()
    {
        using ProcessSemaphore semaphore = new(2);
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.Equal("ProcessSemaphore (2 of 2)", semaphore.ToString());
        semaphore.Acquire();
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire());
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.False(semaphore.TryAcquire());
        Assert.False(semaphore.TryAcquire(TimeSpan.FromMilliseconds(20)));
        semaphore.Release();
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Release();
        Assert.Equal(2, semaphore.CurrentCount);
        semaphore.Release(3);
        Assert.Equal(5, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire(TimeSpan.FromSeconds(1)));
        Assert.Equal(4, semaphore.CurrentCount);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task S1_Permits_that_others_hold_are_not_to_be_had(Party party)
    {
        using ProcessSemaphore semaphore = new(2);
        using ProcessEvent taken = new(), release = new();
        Task<int> holder = party.Run(new SynchronizationJobs.TakePermitsProcess(semaphore, 3, taken, release));
        Assert.True(taken.Wait(Deadlines.Event));
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.False(semaphore.TryAcquire());
        Assert.False(semaphore.TryAcquire(TimeSpan.FromMilliseconds(50)));
        Assert.False(await semaphore.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        Assert.Throws<TimeoutException>(() => semaphore.Acquire(TimeSpan.FromMilliseconds(50)));
        Task<SemaphoreScope> waiting = semaphore.AcquireAsync().AsTask();
        release.Set();
        Assert.Equal(2, await holder);
        (await waiting.Soon()).Dispose();
        Assert.Equal(2, semaphore.CurrentCount);

        // A permit that nobody acquired: a signal.
        Assert.True(await party.Run(new SynchronizationJobs.ReleasePermitsProcess(semaphore, 40)));
        Assert.Equal(42, semaphore.CurrentCount);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task S1_There_are_never_more_inside_than_permits(Party party)
    {
        using ProcessSemaphore semaphore = new(2);
        using SharedValue<int> inside = new();
        int[] most = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => party.Run(new SynchronizationJobs.CrowdInProcess(semaphore, inside, 500))));
        Assert.All(most, static most => Assert.InRange(most, 1, 2));
        Assert.Equal(0, inside.Value);
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task S2_A_bounded_semaphore_refuses_what_is_too_many(Party party)
    {
        using ProcessBoundedSemaphore semaphore = new(2);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Equal(2, semaphore.CurrentCount);
        semaphore.Acquire();
        Assert.True(semaphore.TryAcquire());
        Assert.False(semaphore.TryAcquire());
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(3));
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.True(await party.Run(new SynchronizationJobs.ReleaseBoundedPermitsProcess(semaphore, 2)));
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.False(await party.Run(new SynchronizationJobs.ReleaseBoundedPermitsProcess(semaphore, 1)));
        Assert.Equal(2, semaphore.CurrentCount);

        using ProcessEvent taken = new(), release = new();
        Task<int> holder = party.Run(new SynchronizationJobs.TakeBoundedPermitsProcess(semaphore, 1, taken, release));
        Assert.True(taken.Wait(Deadlines.Event));
        Assert.Equal(1, semaphore.CurrentCount);
        release.Set();
        Assert.Equal(1, await holder);
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public async Task A_scope_gives_the_permit_back()
    {
        using ProcessSemaphore semaphore = new(1);
        using (semaphore.Acquire())
        {
            Assert.Equal(0, semaphore.CurrentCount);
        }

        using (await semaphore.AcquireAsync())
        {
            Assert.Equal(0, semaphore.CurrentCount);
        }

        using (semaphore.Acquire(TimeSpan.Zero))
        {
            Assert.Equal(0, semaphore.CurrentCount);
        }

        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public async Task A_wait_for_a_permit_can_be_cancelled()
    {
        using ProcessSemaphore semaphore = new(0);
        using CancellationTokenSource source = new();
        Task blocked = Task.Factory.StartNew(() => semaphore.Acquire(source.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task awaited = semaphore.AcquireAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited.Soon());

        // Nobody who left takes what comes later.
        semaphore.Release();
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire());
    }

    [Fact]
    public async Task Many_await_few_permits()
    {
        const int Count = 100, Permits = 3;
        using ProcessSemaphore semaphore = new(0);
        int inside = 0, most = 0;
        Task[] tasks = [.. Enumerable.Range(0, Count).Select(async _ =>
        {
            using (await semaphore.AcquireAsync())
            {
                int now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })];
        semaphore.Release(Permits);
        await Task.WhenAll(tasks).Soon();
        Assert.InRange(most, 1, Permits);
        Assert.Equal(Permits, semaphore.CurrentCount);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
