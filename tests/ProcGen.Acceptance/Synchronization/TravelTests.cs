namespace ProcGen.Acceptance.Synchronization;

/// <summary>How handles get to other processes and back.</summary>
public class TravelTests : ProcessTest
{
    [Fact]
    public async Task Each_kind_is_an_argument()
    {
        using OneOfEach all = new();
        for (int i = 1; i <= 3; i++)
        {
            Assert.True(await all.Take().GetResultAsync().Soon());
            Assert.Equal((i, i, i, i), (all.Value.Value, all.Array[0], all.Memory.Read<int>(0), all.List[0]));
            Assert.True(all.Event.IsSet);
            Assert.False(all.Lock.IsLocked || all.Reentrant.IsLocked || all.Condition.Lock.IsLocked);
            Assert.Equal((1, 1), (all.Semaphore.CurrentCount, all.Bounded.CurrentCount));
        }
    }

    [Fact]
    public async Task A_record_a_list_and_a_dictionary_bring_what_they_hold()
    {
        using ProcessLock theLock = new();
        using SharedValue<int> number = new(1);
        using ProcessEvent first = new(), second = new();
        using SharedArray<int> a = new(1), b = new(2);
        Toolbox box = new("box", theLock, number, null, [first, second], new() { ["a"] = a, ["b"] = b });
        Assert.Equal("box True 2 a,b", await SharedDataJobs.UseToolboxProcess.RunAsync(box));
        Assert.Equal((2, true, true, 10, 10), (number.Value, first.IsSet, second.IsSet, a[0], b[0]));
        Assert.False(theLock.IsLocked);
    }

    [Fact]
    public async Task What_is_absent_stays_absent()
    {
        Assert.Equal("True True True", await SharedDataJobs.UseAbsentProcess.RunAsync(null, null, null));
        using ProcessLock theLock = new();
        Assert.Equal("False True True", await SharedDataJobs.UseAbsentProcess.RunAsync(theLock, null, null));
    }

    [Fact]
    public async Task A_result_works_after_its_maker_has_exited()
    {
        using var maker = new SharedDataJobs.MakeLockProcess().Started().Ended();
        using ProcessLock theLock = maker.Result;
        Assert.False(theLock.IsLocked);
        using (theLock.Acquire())
        {
            Assert.False(await SynchronizationJobs.TryLockProcess.RunAsync(theLock, TimeSpan.Zero));
        }

        Assert.True(await SynchronizationJobs.TryLockProcess.RunAsync(theLock, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_result_may_hold_many()
    {
        Toolbox box = await SharedDataJobs.MakeToolboxProcess.RunAsync(5);
        using (box.Lock)
        using (box.Number)
        using (ProcessEvent theEvent = Assert.Single(box.Events))
        using (SharedArray<int> array = box.Arrays["numbers"])
        {
            Assert.Null(box.Spare);
            Assert.Equal((5, true), (box.Number.Value, theEvent.IsSet));
            Assert.Equal([5, 6], array.ToArray());
            Assert.Equal("made True 1 numbers", await SharedDataJobs.UseToolboxProcess.RunAsync(box));
            Assert.Equal((6, 15), (box.Number.Value, array[0]));
        }
    }

    [Fact]
    public async Task What_comes_back_is_the_same_object()
    {
        using ProcessEvent theEvent = new();
        using ProcessEvent same = await SharedDataJobs.ReturnProcess.RunAsync(theEvent);
        Assert.NotSame(theEvent, same);
        theEvent.Set();
        Assert.True(same.IsSet);

        // Each handle has a life of its own.
        theEvent.Dispose();
        Assert.True(same.IsSet);
        same.Clear();
        Assert.False(same.IsSet);
    }

    [Fact]
    public async Task Progress_brings_handles()
    {
        Setter setter = new();
        Assert.Equal(10, await SharedDataJobs.ReportEventsProcess.RunAsync(10, setter).Soon());
        Assert.Equal(10, setter.Count);
    }

    [Fact]
    public async Task A_stream_brings_handles_that_their_maker_has_disposed_of()
    {
        int expected = 0;
        await foreach (SharedValue<int> value in SharedDataJobs.StreamValuesProcess.RunAsync(100))
        {
            using (value)
            {
                Assert.Equal(expected++, value.Value);
                Assert.Equal(expected, value.Add(1));
            }
        }

        Assert.Equal(100, expected);
    }

    [Fact]
    public async Task Grandchildren_get_what_their_parents_got()
    {
        using SharedValue<int> number = new();
        using ProcessLock theLock = new();
        for (int depth = 0; depth < 4; depth++)
        {
            Assert.Equal(depth + 1, await SharedDataJobs.AddAsDescendantProcess.RunAsync(number, theLock, depth));
        }

        Assert.Equal(4, number.Value);
    }

    [Fact]
    public async Task A_handle_arrives_even_if_its_sender_disposes_of_it_after_the_start()
    {
        string go = Path.Combine(NewFolder(), "go");
        SharedValue<int> number = new(20);
        SharedMemory memory = new(1 << 20);
        memory.Write(0, 100);
        using var process = new SharedDataJobs.WaitAndAddProcess(go, number, memory).Started();
        number.Dispose();
        memory.Dispose();

        // What is made now does not get their places.
        using SharedValue<int> other = new(-1);
        using SharedMemory otherMemory = new(1 << 20);
        otherMemory.Write(0, -1);
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(121, await process.GetResultAsync().Soon());
        Assert.Equal((-1, -1), (other.Value, otherMemory.Read<int>(0)));
    }

    [Fact]
    public async Task A_handle_that_was_disposed_of_before_is_refused()
    {
        ProcessLock theLock = new();
        theLock.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SynchronizationJobs.IsLockedProcess.RunAsync(theLock));
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task Objects_with_a_name_travel_too()
    {
        string name = Names.New();
        SharedValue<int> number = SharedValue<int>.Create(name, 5);
        using ProcessLock theLock = ProcessLock.Create($"{name}.lock");
        Assert.Equal(6, await SharedDataJobs.AddAsDescendantProcess.RunAsync(number, theLock, 2));
        Assert.Equal(6, number.Value);
        string go = Path.Combine(NewFolder(), "go");
        using SharedMemory memory = new(10);
        using var process = new SharedDataJobs.WaitAndAddProcess(go, number, memory).Started();
        number.Dispose();
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(7, await process.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_given_lock_travels_with_what_it_guards()
    {
        using ProcessLock theLock = new();
        using SharedValue<long> locked = new(0, theLock);
        using SharedValue<int> atomic = new();
        LockScope held = theLock.Acquire();
        Task<bool> child = Party.Process.Run(new SharedDataJobs.AddToValuesProcess(atomic, locked, 100));
        await Deadlines.Until(() => atomic.Value == 1, "the child wants the lock");
        Assert.Equal(0, locked.Value);
        held.Dispose();
        Assert.True(await child);
        Assert.Equal(100, locked.Value);
    }

    /// <summary>Sets each event that is reported, as who hears of it would.</summary>
    private sealed class Setter : IProgress<ProcessEvent>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Report(ProcessEvent value)
        {
            using (value)
            {
                Interlocked.Increment(ref _count);
                value.Set();
            }
        }
    }
}
