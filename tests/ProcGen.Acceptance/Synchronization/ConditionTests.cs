using System.Diagnostics;

namespace ProcGen.Acceptance.Synchronization;

/// <summary>Conditions among threads and among processes.</summary>
public class ConditionTests : ProcessTest
{
    [Fact]
    public async Task C1_A_notify_wakes_one_of_a_process_and_a_thread()
    {
        using ProcessCondition condition = new();
        using SharedValue<int> awake = new();
        Task<bool> process = Party.Process.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 1, "the process waits");
        Task<bool> thread = Party.Thread.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 2, "both wait");
        NotifyOne(condition, leaves: 1);
        Assert.True(await process);
        Assert.Equal((1, 1), (awake.Value, condition.WaitingCount));
        Assert.False(thread.IsCompleted);
        NotifyOne(condition, leaves: 0);
        Assert.True(await thread);
        Assert.Equal(2, awake.Value);

        // With nobody there it is for nobody, and for nobody who comes later.
        NotifyOne(condition, leaves: 0);
        using (condition.Acquire())
        {
            Assert.False(condition.Wait(TimeSpan.FromMilliseconds(50)));
        }
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task C1_Those_that_have_waited_longest_are_notified_and_then_all(Party party)
    {
        using ProcessCondition condition = new();
        using SharedValue<int> awake = new();
        List<Task<bool>> waiting = [];
        for (int i = 1; i <= 5; i++)
        {
            waiting.Add(party.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake)));
            await Deadlines.Until(() => condition.WaitingCount == i, "one more waits");
        }

        using (condition.Acquire())
        {
            condition.Notify(2);
            Assert.Equal(3, condition.WaitingCount);
        }

        Assert.All(await Task.WhenAll(waiting[0], waiting[1]), Assert.True);
        using (condition.Acquire())
        {
            condition.NotifyAll();
            Assert.Equal(0, condition.WaitingCount);
        }

        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.Equal(5, awake.Value);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task C4_A_timed_wait_tells_whether_it_was_notified(Party party)
    {
        using ProcessCondition condition = new();
        OnThisThread(() =>
        {
            Assert.False(condition.Wait(TimeSpan.Zero));
            long start = Stopwatch.GetTimestamp();
            Assert.False(condition.Wait(TimeSpan.FromMilliseconds(100)));
            Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(99));
            Assert.True(condition.Lock.IsLocked);
        });
        Assert.Equal(0, condition.WaitingCount);
        using SharedValue<int> awake = new();
        Task<bool> waiting = party.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 1, "it waits");
        NotifyOne(condition, leaves: 0);
        Assert.True(await waiting);

        void OnThisThread(Action action)
        {
            using (condition.Acquire())
            {
                action();
            }
        }
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task C5_A_predicate_follows_what_another_changes(Party party)
    {
        const int Rounds = 200;
        using ProcessCondition condition = new();
        using SharedValue<int> turn = new();
        Task<int> even = party.Run(new SynchronizationJobs.TakeTurnsProcess(condition, turn, 0, Rounds));
        Task<int> odd = party.Run(new SynchronizationJobs.TakeTurnsProcess(condition, turn, 1, Rounds));
        using (await condition.AcquireAsync())
        {
            await condition.WaitForAsync(() => turn.Value >= 2 * Rounds);
        }

        Assert.InRange(await even, (2 * Rounds) - 1, 2 * Rounds);
        Assert.Equal(2 * Rounds, await odd);
    }

    [Fact]
    public async Task C6_A_timed_wait_gives_what_the_predicate_said_last_and_not_before_the_time()
    {
        using ProcessCondition condition = new();
        TimeSpan timeout = TimeSpan.FromMilliseconds(150);
        using (condition.Acquire())
        {
            long start = Stopwatch.GetTimestamp();
            Assert.False(condition.WaitFor(static () => false, timeout));
            Assert.True(Stopwatch.GetElapsedTime(start) >= timeout - TimeSpan.FromMilliseconds(1));
            Assert.True(condition.WaitFor(static () => true, TimeSpan.Zero));
            Assert.False(condition.WaitFor(static () => false, TimeSpan.Zero));
            condition.WaitFor(static () => true);
        }

        using (await condition.AcquireAsync())
        {
            long start = Stopwatch.GetTimestamp();
            Assert.False(await condition.WaitForAsync(static () => false, timeout));
            Assert.True(Stopwatch.GetElapsedTime(start) >= timeout - TimeSpan.FromMilliseconds(1));
            Assert.True(await condition.WaitForAsync(static () => true, TimeSpan.Zero));
            Assert.False(await condition.WaitAsync(TimeSpan.FromMilliseconds(20)));
        }

        Assert.False(condition.Lock.IsLocked);
    }

    [Fact]
    public async Task C7_An_interrupt_breaks_a_wait_without_end()
    {
        using ProcessCondition condition = new();
        using var waiting = new SynchronizationJobs.WaitForNotifyWithoutEndProcess(condition) { Output = OutputMode.Null }.Started();
        await Deadlines.Until(() => condition.WaitingCount == 1, "it waits");
        waiting.Interrupt();
        Assert.Equal(-2, waiting.Ended().ExitCode);
        await Deadlines.Until(() => condition.WaitingCount == 0, "its place is free");

        using var other = new SynchronizationJobs.WaitForNotifyWithTokenProcess(condition) { Output = OutputMode.Null }.Started();
        await Deadlines.Until(() => condition.WaitingCount == 1, "it waits");
        other.Interrupt();
        Assert.Equal(1, other.Ended().ExitCode);
        Assert.IsAssignableFrom<OperationCanceledException>(other.Exception);
        Assert.False(condition.Lock.IsLocked);
        Assert.Equal(0, condition.WaitingCount);
    }

    [Fact]
    public async Task A_cancelled_wait_has_the_lock_again_before_it_throws()
    {
        using ProcessCondition condition = new();
        using CancellationTokenSource source = new();
        Task<bool> blocked = Task.Factory.StartNew(
            () =>
            {
                using (condition.Acquire())
                {
                    Assert.ThrowsAny<OperationCanceledException>(() => condition.Wait(source.Token));

                    // Only the holder may ask.
                    condition.WaitFor(static () => true);
                    return true;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Task<bool> awaited = WaitAsync();
        await Deadlines.Until(() => condition.WaitingCount == 2, "both wait");
        await source.CancelAsync();
        Assert.True(await blocked.Soon());
        Assert.True(await awaited.Soon());
        Assert.Equal(0, condition.WaitingCount);
        Assert.False(condition.Lock.IsLocked);

        async Task<bool> WaitAsync()
        {
            using (await condition.AcquireAsync())
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await condition.WaitForAsync(static () => false, source.Token));
                await condition.WaitForAsync(static () => true);
                return true;
            }
        }
    }

    [Fact]
    public async Task A_wait_gives_up_every_depth_of_its_lock_and_takes_it_again()
    {
        using ProcessCondition condition = new();
        using SharedValue<int> awake = new();
        Task<string> waiting = Task.Factory.StartNew(
            () =>
            {
                using (condition.Acquire())
                using (condition.Acquire())
                {
                    Assert.True(condition.Wait(Deadlines.Event));
                    return condition.Lock.ToString();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Deadlines.Until(() => condition.WaitingCount == 1, "it waits");
        NotifyOne(condition, leaves: 0);
        Assert.Contains("2 deep", await waiting.Soon(), StringComparison.Ordinal);
        Assert.False(condition.Lock.IsLocked);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task Who_does_not_hold_the_lock_may_neither_wait_nor_notify(Party party)
    {
        using ProcessCondition condition = new();
        Assert.Throws<SynchronizationLockException>(() => condition.Wait());
        Assert.Throws<SynchronizationLockException>(() => condition.Wait(TimeSpan.Zero));
        Assert.Throws<SynchronizationLockException>(() => condition.WaitFor(static () => true));
        Assert.Throws<SynchronizationLockException>(() => condition.Notify());
        Assert.Throws<SynchronizationLockException>(condition.NotifyAll);
        Assert.Throws<SynchronizationLockException>(condition.Release);
        await Assert.ThrowsAsync<SynchronizationLockException>(async () => await condition.WaitAsync());
        await Assert.ThrowsAsync<SynchronizationLockException>(async () => await condition.WaitForAsync(static () => true));
        Assert.Equal(0, condition.WaitingCount);

        using ProcessEvent held = new(), release = new();
        using ProcessRLock theLock = new();
        using ProcessCondition other = new(theLock);
        Task<bool> holder = Party.Process.Run(new SynchronizationJobs.HoldReentrantLockProcess(theLock, 1, held, release));
        Assert.True(held.Wait(Deadlines.Event));
        Assert.Throws<SynchronizationLockException>(() => other.Notify());
        Assert.False(await party.Run(new SynchronizationJobs.NotifyWithoutLockProcess(other)));
        release.Set();
        Assert.True(await holder);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task Conditions_share_a_lock_that_is_not_re_entrant(Party party)
    {
        using ProcessLock theLock = new();
        using ProcessCondition first = new(theLock), second = new(theLock);
        Assert.Same(theLock, first.Lock);
        using SharedValue<int> awake = new();
        Task<bool> one = party.Run(new SynchronizationJobs.WaitForNotifyProcess(first, awake));
        Task<bool> two = party.Run(new SynchronizationJobs.WaitForNotifyProcess(second, awake));
        await Deadlines.Until(() => first.WaitingCount == 1 && second.WaitingCount == 1, "both wait");
        using (theLock.Acquire())
        {
            first.Notify();
            Assert.Equal((0, 1), (first.WaitingCount, second.WaitingCount));
        }

        Assert.True(await one);
        NotifyOne(second, leaves: 0);
        Assert.True(await two);

        // The condition leaves a lock that was given to it as it is.
        first.Dispose();
        using (theLock.Acquire())
        {
            Assert.True(theLock.IsLocked);
        }
    }

    private static void NotifyOne(ProcessCondition condition, int leaves)
    {
        using (condition.Acquire())
        {
            condition.Notify();
            Assert.Equal(leaves, condition.WaitingCount);
        }
    }
}
