namespace ProcGen.Acceptance.Synchronization;

/// <summary>Those that die while they hold, wait or take part, and what becomes of what they leave. In Python most of this hangs for ever.</summary>
public class AbandonmentTests : ProcessTest
{
    [Fact]
    public async Task X5_A_lock_whose_holder_is_killed_goes_to_the_next_who_is_told()
    {
        using ProcessLock theLock = new();
        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldLockProcess(theLock, held, release).Started();
        Assert.True(held.Wait(Deadlines.Event));
        Task<LockScope> waiting = theLock.AcquireAsync().AsTask();
        holder.Kill();
        holder.Ended();
        using (LockScope next = await waiting.Soon())
        {
            Assert.True(next.WasAbandoned);
            Assert.True(theLock.WasAbandoned);
        }

        // It was told once, to the one who could repair.
        using LockScope later = theLock.Acquire(Deadlines.Event);
        Assert.False(later.WasAbandoned);
    }

    [Fact]
    public void X5_A_thread_that_waits_gets_the_lock_of_a_killed_holder()
    {
        using ProcessRLock theLock = new();
        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldReentrantLockProcess(theLock, 3, held, release) { Name = "gone" }.Started();
        Assert.True(held.Wait(Deadlines.Event));
        using Timer killer = new(_ => Kill(holder.Id), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        using (LockScope next = theLock.Acquire(Deadlines.Event))
        {
            Assert.True(next.WasAbandoned);
            Assert.Contains("1 deep", theLock.ToString(), StringComparison.Ordinal);
            Assert.Contains("abandoned", theLock.ToString(), StringComparison.Ordinal);
        }

        holder.Ended();
        using LockScope later = theLock.Acquire(Deadlines.Event);
        Assert.False(later.WasAbandoned);
    }

    [Fact]
    public async Task X5_One_that_cannot_repair_leaves_the_news_to_the_next()
    {
        using ProcessLock theLock = new();
        await HolderKilled(theLock);
        for (int i = 0; i < 2; i++)
        {
            Assert.Throws<AbandonedLockException>(() => theLock.Acquire(Deadlines.Event).ThrowIfAbandoned());
            Assert.False(theLock.IsLocked);
        }

        using (LockScope next = theLock.Acquire())
        {
            Assert.True(next.WasAbandoned);
        }

        theLock.Acquire(Deadlines.Event).ThrowIfAbandoned().Dispose();
    }

    [Fact]
    public async Task X5_A_process_that_waits_gets_the_lock_of_a_killed_one()
    {
        using ProcessLock theLock = new();
        using ProcessEvent held = new(), heldByNext = new(), release = new();
        using var holder = new SynchronizationJobs.HoldLockProcess(theLock, held, release).Started();
        Assert.True(held.Wait(Deadlines.Event));
        Task<bool> next = Party.Process.Run(new SynchronizationJobs.HoldLockProcess(theLock, heldByNext, release));
        Assert.False(heldByNext.Wait(TimeSpan.FromMilliseconds(100)));
        holder.Kill();
        Assert.True(heldByNext.Wait(Deadlines.Event));
        release.Set();
        Assert.True(await next);
        holder.Ended();
    }

    [Fact]
    public void X5_Permits_of_a_killed_holder_come_back()
    {
        using ProcessSemaphore semaphore = new(3);
        using ProcessEvent taken = new(), release = new();
        using var holder = new SynchronizationJobs.TakePermitsProcess(semaphore, 3, taken, release).Started();
        Assert.True(taken.Wait(Deadlines.Event));
        Assert.Equal(0, semaphore.CurrentCount);
        using Timer killer = new(_ => Kill(holder.Id), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(semaphore.TryAcquire(Deadlines.Event));
        }

        Assert.False(semaphore.TryAcquire());
        holder.Ended();
    }

    [Fact]
    public async Task X6_A_condition_whose_waiter_is_killed_wakes_the_others()
    {
        using ProcessCondition condition = new();
        using SharedValue<int> awake = new();
        using var first = new SynchronizationJobs.WaitForNotifyProcess(condition, awake).Started();
        await Deadlines.Until(() => condition.WaitingCount == 1, "the first waits");
        Task<bool> second = Party.Process.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 2, "the second waits");
        first.Kill();
        first.Ended();
        await Deadlines.Until(() => condition.WaitingCount == 1, "the place of the dead is free");
        using (condition.Acquire())
        {
            condition.Notify();
        }

        Assert.True(await second);
        Assert.Equal(1, awake.Value);
    }

    // The one that is notified is stopped, so that it dies with its notify: that must go to the other.
    [Fact]
    public async Task X6_A_notify_for_one_that_is_killed_before_it_wakes_goes_to_the_next()
    {
        using ProcessCondition condition = new();
        using SharedValue<int> awake = new();
        using var first = new SynchronizationJobs.WaitForNotifyProcess(condition, awake).Started();
        await Deadlines.Until(() => condition.WaitingCount == 1, "the first waits");
        Task<bool> second = Party.Process.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 2, "the second waits");
        await Stop(first.Id);
        using (condition.Acquire())
        {
            condition.Notify();
            Assert.Equal(1, condition.WaitingCount);
        }

        first.Kill();
        first.Ended();
        Assert.True(await second);
        Assert.Equal(1, awake.Value);
    }

    [Fact]
    public async Task X7_A_barrier_whose_party_is_killed_while_it_waits_is_broken_for_all()
    {
        using ProcessBarrier barrier = new(3);
        using var victim = new SynchronizationJobs.WaitForBarrierProcess(barrier).Started();
        Task<BarrierBreak> other = Party.Process.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier));
        await Deadlines.Until(() => barrier.WaitingCount == 2, "both wait");
        victim.Kill();
        victim.Ended();
        Assert.Equal(BarrierBreak.PartyDied, await other);
        Assert.Equal(BarrierBreak.PartyDied, barrier.BreakReason);
        Assert.Equal(BarrierBreak.PartyDied, Assert.Throws<BrokenBarrierException>(() => barrier.Wait(Deadlines.Event)).Reason);

        barrier.Reset();
        Task<BarrierBreak>[] again = [.. Enumerable.Range(0, 2).Select(_ => Party.Process.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier)))];
        barrier.Wait(Deadlines.Event);
        Assert.All(await Task.WhenAll(again), static reason => Assert.Equal(BarrierBreak.None, reason));
        Assert.False(barrier.IsBroken);
    }

    [Fact]
    public async Task X7_A_barrier_whose_party_is_killed_between_rounds_is_broken_for_all()
    {
        using ProcessBarrier barrier = new(2);
        using ProcessEvent left = new();
        using var victim = new SynchronizationJobs.LeaveBarrierProcess(barrier, 2, left).Started();
        barrier.Wait(Deadlines.Event);
        barrier.Wait(Deadlines.Event);
        Assert.True(left.Wait(Deadlines.Event));
        Task<int> waiting = barrier.WaitAsync().AsTask();
        victim.Kill();
        victim.Ended();
        var thrown = await Assert.ThrowsAsync<BrokenBarrierException>(() => waiting.Soon());
        Assert.Equal(BarrierBreak.PartyDied, thrown.Reason);
    }

    [Fact]
    public async Task A_party_that_exits_in_good_order_leaves_the_barrier_whole()
    {
        using ProcessBarrier barrier = new(2);
        for (int i = 0; i < 3; i++)
        {
            Task<BarrierBreak> other = Party.Process.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier));
            barrier.Wait(Deadlines.Event);
            Assert.Equal(BarrierBreak.None, await other);
        }

        Assert.False(barrier.IsBroken);
    }

    [Fact]
    public async Task An_event_is_nobodys()
    {
        using ProcessEvent theEvent = new();
        using ProcessSemaphore waiting = new(0);
        using var victim = new SynchronizationJobs.WaitForEventProcess(theEvent, waiting).Started();
        Task<bool> other = Party.Process.Run(new SynchronizationJobs.WaitForEventProcess(theEvent, waiting));
        Assert.True(waiting.TryAcquire(Deadlines.Event));
        Assert.True(waiting.TryAcquire(Deadlines.Event));
        victim.Kill();
        victim.Ended();
        Assert.False(theEvent.IsSet);
        theEvent.Set();
        Assert.True(await other);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("return")]
    public async Task RT1_Memory_of_one_that_ends_in_whatever_way_is_free_again(string how)
    {
        const long Size = 32 << 20;
        using SharedMemory mine = new(1);
        long before = await SharedFootprint.CountBytes();
        Reports<int> made = new();
        using var owner = new SharedDataJobs.LeaveMemoryProcess(Size, how, made).Started();
        await made.First;
        if (how == "hang")
        {
            Assert.InRange(await SharedFootprint.CountBytes(), before + Size, long.MaxValue);
            owner.Kill();
        }

        owner.Ended();
        long after = 0;
        await Deadlines.Until(() => (after = SharedFootprint.CountBytesNow()) < before + (Size / 2), "the memory is free");

        // What stays is the page for the books of one more process, which the next one uses.
        Assert.InRange(after, before, before + (64 << 10));
    }

    // Every process makes what static fields hold anew; with the process it goes.
    [Fact]
    public async Task RT6_What_static_fields_hold_is_not_left_behind_by_children()
    {
        using SharedMemory mine = new(1);
        Assert.Equal(8 << 20, await SharedDataJobs.UseStaticFieldsProcess.RunAsync());
        SharedFootprint before = await SharedFootprint.Take();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(8 << 20, await SharedDataJobs.UseStaticFieldsProcess.RunAsync());
        }

        await Deadlines.Until(() => SharedFootprint.CountBytesNow() <= before.Bytes, "the memory is free");
        SharedFootprint after = await SharedFootprint.Take();
        Assert.Equal((before.Mappings, before.Files), (after.Mappings, after.Files));
        Assert.InRange(after.Descriptors, 0, before.Descriptors);
    }

    private static async Task HolderKilled(ProcessLock theLock)
    {
        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldLockProcess(theLock, held, release).Started();
        Assert.True(await held.WaitAsync(Deadlines.Event));
        holder.Kill();
        holder.Ended();
    }
}
