using System.Globalization;

namespace ProcGen.Acceptance.Synchronization;

/// <summary>Objects that are found by their names, by processes of one tree and of several.</summary>
public class NamedObjectTests : ProcessTest
{
    public static TheoryData<string> Kinds => [.. Openers.Keys];

    // How each kind is made, opened, and opened or made.
    private static readonly Dictionary<string, (Func<string, IDisposable> Create, Func<string, IDisposable> Open, Func<string, IDisposable>? OpenOrCreate)> Openers = new()
    {
        ["lock"] = (ProcessLock.Create, ProcessLock.Open, ProcessLock.OpenOrCreate),
        ["re-entrant lock"] = (ProcessRLock.Create, ProcessRLock.Open, ProcessRLock.OpenOrCreate),
        ["semaphore"] = (static name => ProcessSemaphore.Create(name, 2), ProcessSemaphore.Open, static name => ProcessSemaphore.OpenOrCreate(name, 2)),
        ["bounded semaphore"] = (static name => ProcessBoundedSemaphore.Create(name, 2), ProcessBoundedSemaphore.Open, static name => ProcessBoundedSemaphore.OpenOrCreate(name, 2)),
        ["event"] = (static name => ProcessEvent.Create(name), ProcessEvent.Open, static name => ProcessEvent.OpenOrCreate(name)),
        ["condition"] = (ProcessCondition.Create, ProcessCondition.Open, ProcessCondition.OpenOrCreate),
        ["barrier"] = (static name => ProcessBarrier.Create(name, 2), ProcessBarrier.Open, static name => ProcessBarrier.OpenOrCreate(name, 2)),
        ["value"] = (static name => SharedValue<int>.Create(name), SharedValue<int>.Open, SharedValue<int>.OpenOrCreate),
        ["value of another type"] = (static name => SharedValue<uint>.Create(name), SharedValue<uint>.Open, SharedValue<uint>.OpenOrCreate),
        ["array"] = (static name => SharedArray<int>.Create(name, 3), SharedArray<int>.Open, static name => SharedArray<int>.OpenOrCreate(name, 3)),
        ["array of another type"] = (static name => SharedArray<float>.Create(name, 3), SharedArray<float>.Open, static name => SharedArray<float>.OpenOrCreate(name, 3)),
        ["memory"] = (static name => SharedMemory.Create(name, 10), SharedMemory.Open, static name => SharedMemory.OpenOrCreate(name, 10)),
        ["list"] = (static name => SharedList.Create(name, 1, "two"), SharedList.Open, null),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_name_stands_for_one_object_as_long_as_somebody_has_it(string kind)
    {
        string name = Names.New();
        (Func<string, IDisposable> create, Func<string, IDisposable> open, Func<string, IDisposable>? openOrCreate) = Openers[kind];
        Fails(SharedObjectFailure.NameNotFound, open, name);
        IDisposable first = create(name);
        Fails(SharedObjectFailure.NameTaken, create, name);
        IDisposable second = open(name);
        first.Dispose();

        // The second has it still.
        Fails(SharedObjectFailure.NameTaken, create, name);
        open(name).Dispose();
        openOrCreate?.Invoke(name).Dispose();
        second.Dispose();
        Fails(SharedObjectFailure.NameNotFound, open, name);
        using IDisposable again = (openOrCreate ?? create)(name);
        Fails(SharedObjectFailure.NameTaken, create, name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_has_a_name_is_not_taken_for_something_else(string kind)
    {
        string name = Names.New();
        using IDisposable one = Openers[kind].Create(name);
        foreach ((string other, (Func<string, IDisposable> create, Func<string, IDisposable> open, Func<string, IDisposable>? openOrCreate)) in Openers)
        {
            if (other != kind)
            {
                Fails(SharedObjectFailure.OtherType, open, name);
                Fails(SharedObjectFailure.NameTaken, create, name);
                if (openOrCreate is not null)
                {
                    Fails(SharedObjectFailure.OtherType, openOrCreate, name);
                }
            }
        }

        Openers[kind].Open(name).Dispose();
    }

    [Fact]
    public void What_has_a_name_has_the_size_that_it_was_made_with()
    {
        string name = Names.New();
        using SharedArray<int> array = SharedArray<int>.Create($"{name}.array", 3);
        Fails(SharedObjectFailure.OtherType, static name => SharedArray<int>.OpenOrCreate(name, 4), $"{name}.array");
        using SharedArray<int> sameArray = SharedArray<int>.Open($"{name}.array");
        Assert.Equal(3, sameArray.Length);
        using SharedMemory memory = SharedMemory.Create($"{name}.memory", 100);
        Fails(SharedObjectFailure.OtherType, static name => SharedMemory.OpenOrCreate(name, 101), $"{name}.memory");
        using ProcessBarrier barrier = ProcessBarrier.Create($"{name}.barrier", 2);
        Fails(SharedObjectFailure.OtherType, static name => ProcessBarrier.OpenOrCreate(name, 3), $"{name}.barrier");
        Assert.Equal((3, 100, 2), (array.Length, memory.Size, barrier.Parties));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RT4_A_name_that_is_too_long_is_refused(string kind)
    {
        (Func<string, IDisposable> create, Func<string, IDisposable> open, Func<string, IDisposable>? openOrCreate) = Openers[kind];

        // 80 bytes, of which letters may take several.
        string longest = Names.New().PadRight(80, 'x'), letters = new('ä', 41);
        foreach (Func<string, IDisposable> use in new[] { create, open, openOrCreate ?? open })
        {
            Assert.ThrowsAny<ArgumentException>(() => use(longest + "x"));
            Assert.ThrowsAny<ArgumentException>(() => use(letters));
            Assert.ThrowsAny<ArgumentException>(() => use(""));
            Assert.ThrowsAny<ArgumentException>(() => use(null!));
            Assert.ThrowsAny<ArgumentException>(() => use("a\0b"));
        }

        using IDisposable one = create(longest);
        open(longest).Dispose();
    }

    [Theory]
    [InlineData("with:colon")]
    [InlineData("with\nnew line")]
    [InlineData("with/slash/../and dots")]
    [InlineData(" ")]
    [InlineData("日本語🦊")]
    [InlineData("%s%n")]
    public async Task RT4_A_name_may_have_any_characters_but_NUL(string suffix)
    {
        string name = $"{Names.New()[..50]}{suffix}";
        using SharedMemory memory = SharedMemory.Create(name, 10);
        Assert.Equal(name, memory.Name);
        Assert.Equal(10, await SharedDataJobs.WriteMemoryByNameProcess.RunAsync(name, 1, [7]));
        Assert.Equal(7, memory.Span[1]);
        Fails(SharedObjectFailure.NameNotFound, SharedMemory.Open, name + " ");
    }

    [Fact]
    public async Task Programs_that_are_not_related_meet_by_name()
    {
        string name = Names.New();
        await using RootProgram maker = RootProgram.Start("share-make", name);
        await maker.Line("ready");
        using SharedMemory memory = SharedMemory.Open($"{name}.memory");
        using ProcessLock theLock = ProcessLock.Open($"{name}.lock");
        using ProcessEvent go = ProcessEvent.Open($"{name}.go");
        using SharedValue<long> count = SharedValue<long>.Open($"{name}.count");
        Assert.Equal((42, 64), (memory.Read<int>(0), memory.Size));
        Assert.True(theLock.IsLocked);
        Assert.False(theLock.TryAcquire(TimeSpan.FromMilliseconds(50)));
        Assert.Contains($"({maker.Id})", theLock.ToString(), StringComparison.Ordinal);
        go.Set();
        await maker.Line("released");

        // Two programs, each with a child, and this one count together.
        const int Rounds = 500;
        await using RootProgram other = RootProgram.Start("share-count", name, Rounds.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < Rounds; i++)
        {
            using (theLock.Acquire(Deadlines.Event))
            {
                count.Value++;
            }
        }

        await other.Line("counted");
        Assert.Equal(0, await other.Ended());
        Assert.Equal(3 * Rounds, count.Value);
        Assert.Equal(0, await maker.Ended());

        // Its maker is gone; who has it open keeps it, and answers to its name.
        await using RootProgram late = RootProgram.Start("share-count", name, "10");
        Assert.Equal(0, await late.Ended());
        Assert.Equal((3 * Rounds) + 20, count.Value);
    }

    [Fact]
    public async Task A_program_that_is_killed_leaves_no_names()
    {
        string name = Names.New();
        await using RootProgram maker = RootProgram.Start("share-make", name);
        await maker.Line("ready");
        using (ProcessLock theLock = ProcessLock.Open($"{name}.lock"))
        {
            Assert.True(theLock.IsLocked);
            maker.Kill();
            await maker.Ended();

            // Nobody here is a parent of who died: who waits finds it out.
            using LockScope held = theLock.Acquire(Deadlines.Event);
            Assert.True(held.WasAbandoned);
        }

        foreach (string suffix in (string[])["memory", "lock", "go", "count"])
        {
            Fails(SharedObjectFailure.NameNotFound, SharedMemory.Open, $"{name}.{suffix}");
        }

        using SharedMemory again = SharedMemory.Create($"{name}.memory", 1);
    }

    [Fact]
    public async Task Permits_notifies_and_parties_of_programs_that_are_killed_are_found_by_those_who_wait()
    {
        string name = Names.New();
        using ProcessSemaphore semaphore = ProcessSemaphore.Create($"{name}.semaphore", 1);
        using ProcessBarrier barrier = ProcessBarrier.Create($"{name}.barrier", 3);
        using ProcessCondition condition = ProcessCondition.Create($"{name}.condition");
        await using RootProgram other = RootProgram.Start("share-take", name);
        await other.Line("ready");
        await Deadlines.Until(() => barrier.WaitingCount == 1 && condition.WaitingCount == 1, "the other waits");
        using SharedValue<int> awake = new();
        Task<bool> second = Party.Thread.Run(new SynchronizationJobs.WaitForNotifyProcess(condition, awake));
        await Deadlines.Until(() => condition.WaitingCount == 2, "both wait");
        Assert.Equal(0, semaphore.CurrentCount);
        Task<SemaphoreScope> waiting = semaphore.AcquireAsync().AsTask();
        other.Kill();
        await other.Ended();
        (await waiting.Soon()).Dispose();
        Assert.Equal(BarrierBreak.PartyDied, Assert.Throws<BrokenBarrierException>(() => barrier.Wait(Deadlines.Event)).Reason);
        using (condition.Acquire())
        {
            // The oldest is dead, if nobody found it out yet.
            condition.Notify();
        }

        Assert.True(await second);
    }

    [Fact]
    public async Task A_name_whose_only_holder_is_stopped_says_so()
    {
        string name = Names.New();
        await using RootProgram maker = RootProgram.Start("share-make", name);
        await maker.Line("ready");
        await Stop(maker.Id);
        Fails(SharedObjectFailure.NoAnswer, SharedMemory.Open, $"{name}.memory");
        Fails(SharedObjectFailure.NameTaken, static name => SharedMemory.Create(name, 1), $"{name}.memory");
        SendSignal(maker.Id, 18 /* SIGCONT */);
        using SharedMemory memory = SharedMemory.Open($"{name}.memory");
        Assert.Equal(42, memory.Read<int>(0));
    }

    [Fact]
    public async Task Many_at_once_open_or_create_one_object()
    {
        string name = Names.New();
        const int Count = 6, Rounds = 30;
        for (int round = 0; round < Rounds; round++)
        {
            SharedValue<int>[] values = new SharedValue<int>[Count];
            await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => values[i] = SharedValue<int>.OpenOrCreate(name))));
            Assert.All(values, static value => value.Add(1));
            Assert.All(values, static value => Assert.Equal(Count, value.Value));
            await Task.WhenAll(values.Select(static value => Task.Run(value.Dispose)));
        }

        Fails(SharedObjectFailure.NameNotFound, SharedValue<int>.Open, name);
    }

    private static void Fails(SharedObjectFailure failure, Func<string, IDisposable> use, string name)
    {
        var thrown = Assert.Throws<SharedObjectException>(() => use(name).Dispose());
        Assert.Equal((failure, name), (thrown.Failure, thrown.Name));
    }
}
