namespace ProcGen.Acceptance.Synchronization;

/// <summary>What makes no sense is a typed error, and changes nothing.</summary>
public sealed class BadInputTests : ProcessTest
{
    private static readonly TimeSpan Negative = TimeSpan.FromSeconds(-2);

    [Fact]
    public void After_dispose_every_member_says_so()
    {
        ProcessLock theLock = new();
        ProcessRLock reentrant = new();
        ProcessSemaphore semaphore = new(1);
        ProcessBoundedSemaphore bounded = new(1);
        ProcessEvent theEvent = new(isSet: true);
        ProcessCondition condition = new();
        ProcessBarrier barrier = new(1);
        SharedMemory memory = new(8);
        SharedValue<int> value = new(1);
        SharedArray<int> array = new(4);
        SharedList list = new(1, "text");
        foreach (IDisposable each in (IDisposable[])[theLock, reentrant, semaphore, bounded, theEvent, condition, barrier, memory, value, array, list])
        {
            each.Dispose();
            each.Dispose();
            Assert.Contains("disposed", each.ToString(), StringComparison.Ordinal);
        }

        Action[] members =
        [
            () => theLock.Acquire(), () => theLock.TryAcquire(), () => theLock.TryAcquire(TimeSpan.Zero), () => _ = theLock.AcquireAsync().AsTask(), theLock.Release,
            () => _ = theLock.IsLocked, () => _ = theLock.WasAbandoned,
            () => reentrant.Acquire(), () => reentrant.TryAcquire(), () => _ = reentrant.AcquireAsync().AsTask(), reentrant.Release, () => _ = reentrant.IsLocked,
            () => semaphore.Acquire(), () => semaphore.TryAcquire(), () => semaphore.Release(), () => _ = semaphore.CurrentCount,
            () => bounded.Acquire(), () => bounded.TryAcquire(), () => bounded.Release(), () => _ = bounded.CurrentCount,
            theEvent.Set, theEvent.Clear, () => theEvent.Wait(), () => theEvent.Wait(TimeSpan.Zero), () => _ = theEvent.IsSet,
            () => condition.Acquire(), () => condition.Wait(), () => condition.Notify(), condition.NotifyAll, () => _ = condition.WaitingCount,
            () => barrier.Wait(), barrier.Abort, barrier.Reset, () => _ = barrier.IsBroken, () => _ = barrier.Parties,
            () => _ = memory.Size, () => _ = memory.Span.Length, () => memory.Read<int>(0), () => memory.Write(0, 1),
            () => _ = value.Value, () => value.Value = 2, () => value.Add(1), () => value.Exchange(1), () => value.CompareExchange(1, 2), () => value.Acquire(),
            () => _ = array.Span.Length, () => _ = array[0], () => array.Add(0, 1), () => array.ToArray(), () => array.Acquire(),
            () => _ = list[0], () => list[0] = 1, () => list.ToArray(), () => list.IndexOf(1), () => list.Copy(),
        ];
        Assert.All(members, static member => Assert.Throws<ObjectDisposedException>(member));
    }

    [Fact]
    public void Negative_times_are_refused_and_change_nothing()
    {
        using ProcessLock theLock = new();
        using ProcessSemaphore semaphore = new(1);
        using ProcessEvent theEvent = new();
        using ProcessCondition condition = new();
        using ProcessBarrier barrier = new(2);
        using (condition.Acquire())
        {
            Action[] waits =
            [
                () => theLock.Acquire(Negative), () => theLock.TryAcquire(Negative), () => _ = theLock.TryAcquireAsync(Negative).AsTask(),
                () => semaphore.Acquire(Negative), () => semaphore.TryAcquire(Negative), () => _ = semaphore.TryAcquireAsync(Negative).AsTask(),
                () => theEvent.Wait(Negative), () => _ = theEvent.WaitAsync(Negative).AsTask(), () => condition.Wait(Negative), () => condition.WaitFor(static () => false, Negative),
                () => barrier.Wait(Negative), () => _ = new ProcessBarrier(2, timeout: Negative),
            ];
            Assert.All(waits, static wait => Assert.Throws<ArgumentOutOfRangeException>(wait));
        }

        Assert.False(theLock.IsLocked);
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.Equal(0, barrier.WaitingCount);
        Assert.False(barrier.IsBroken);
    }

    [Fact]
    public void Counts_and_sizes_that_are_none_are_refused()
    {
        using ProcessSemaphore semaphore = new(1);
        using ProcessCondition condition = new();
        using LockScope held = condition.Acquire();
        Action[] counts =
        [
            () => semaphore.Release(0), () => semaphore.Release(-1), () => condition.Notify(0), () => _ = new ProcessSemaphore(-1), () => _ = new ProcessBoundedSemaphore(1 << 24),
            () => _ = new ProcessBarrier(0), () => _ = new ProcessBarrier(1 << 15), () => _ = new SharedMemory(0), () => _ = new SharedMemory(-1), () => _ = new SharedArray<int>(-1),
        ];
        Assert.All(counts, static count => Assert.Throws<ArgumentOutOfRangeException>(count));
        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public void Memory_that_is_not_there_is_an_error_when_it_is_asked_for()
    {
        Assert.Throws<InsufficientMemoryException>(() => new SharedMemory(1L << 42));
        Assert.Throws<InsufficientMemoryException>(() => new SharedMemory(1L << 50));
        Assert.Contains("2,147,483,647,000", Assert.Throws<InsufficientMemoryException>(() => new SharedArray<Wide>(int.MaxValue)).Message, StringComparison.Ordinal);
        using SharedMemory small = new(1);
        Assert.Equal(0, small.Span[0]);
    }

    [Fact]
    public void Shared_memory_says_that_it_keeps_its_size()
    {
        using SharedMemory memory = new(8);
        Assert.Contains("Make another", Assert.Throws<NotSupportedException>(() => memory.Resize(16)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.GetSpan(4, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<long>(1));
        Assert.Equal(8, memory.Size);
    }

    [Fact]
    public void Values_that_cannot_be_changed_in_one_step_say_so()
    {
        using SharedValue<decimal> money = new(1.5m);
        Assert.Throws<NotSupportedException>(() => money.Add(1));
        Assert.Throws<NotSupportedException>(() => money.Exchange(1));
        using (money.Acquire())
        {
            money.Value += 1;
        }

        Assert.Equal(2.5m, money.Value);
        using SharedValue<int> bare = new(0, LockChoice.None);
        Assert.Throws<InvalidOperationException>(() => bare.Acquire());
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedValue<int>(0, (LockChoice)7));
        Assert.Throws<ArgumentNullException>(() => new SharedArray<int>(1, (ProcessLockBase)null!));
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 1000)]
    private struct Wide;
}
