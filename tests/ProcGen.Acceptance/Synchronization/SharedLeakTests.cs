namespace ProcGen.Acceptance.Synchronization;

/// <summary>Making and disposing of shared objects leaves nothing behind: no descriptor, no mapping, no memory, no file.</summary>
public class SharedLeakTests(ITestOutputHelper output) : ProcessTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Objects_that_are_disposed_of_leave_nothing(bool areNamed)
    {
        await Compare(() =>
        {
            using OneOfEach all = new(areNamed ? Names.New() : null);
            all.Use();
        });
    }

    // Without Dispose the collector does it; Use gives out no span, which would keep the memory.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Objects_that_are_collected_leave_nothing(bool areNamed)
    {
        await Compare(() =>
        {
            Forget(areNamed ? Names.New() : null);
            SharedFootprint.Collect();
        });

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(string? name) => new OneOfEach(name).Use();
    }

    [Fact]
    public async Task Objects_that_travelled_leave_nothing()
    {
        using SharedMemory keep = new(1);
        await Travel();
        SharedFootprint before = await SharedFootprint.Take();
        for (int i = 0; i < 5; i++)
        {
            await Travel();
        }

        await AssertSame(before);

        static async Task Travel()
        {
            using OneOfEach all = new();
            using ChildProcess<bool> process = all.Take();
            Assert.True(await process.GetResultAsync().Soon());
            process.Ended();
            Toolbox box = await SharedDataJobs.MakeToolboxProcess.RunAsync(5);
            box.Lock.Dispose();
            box.Number.Dispose();
            box.Events.ForEach(static theEvent => theEvent.Dispose());
            box.Arrays["numbers"].Dispose();
        }
    }

    [Fact]
    public async Task Names_that_are_opened_in_vain_leave_nothing()
    {
        string name = Names.New();
        using ProcessLock theLock = ProcessLock.Create(name);
        await Compare(() =>
        {
            Assert.Throws<SharedObjectException>(() => ProcessEvent.Open(name));
            Assert.Throws<SharedObjectException>(() => ProcessLock.Create(name));
            Assert.Throws<SharedObjectException>(() => ProcessLock.Open($"{name}.missing"));
            Assert.Throws<InsufficientMemoryException>(() => SharedMemory.Create($"{name}.large", 1L << 41));
            Assert.Throws<ArgumentException>(() => SharedList.Create($"{name}.list", 1m));
        });
        Assert.False(theLock.IsLocked);
    }

    private async Task Compare(Action use)
    {
        // What is made once: the memory of the tree, the tables that grow with the most that ever lived at once.
        using SharedMemory keep = new(1);
        use();
        use();
        SharedFootprint before = await SharedFootprint.Take();
        for (int i = 0; i < 20; i++)
        {
            use();
        }

        await AssertSame(before);
    }

    private async Task AssertSame(SharedFootprint before)
    {
        SharedFootprint after = await SharedFootprint.Take();
        for (int i = 0; i < 50 && after != before; i++)
        {
            // What the reactor or a parent gives back may take a moment.
            await Task.Delay(100, TestToken);
            after = await SharedFootprint.Take();
        }

        output.WriteLine($"before {before}\nafter  {after}");
        Assert.InRange(after.Descriptors, 0, before.Descriptors);
        Assert.InRange(after.Mappings, 0, before.Mappings);
        Assert.InRange(after.Bytes, 0, before.Bytes);
        Assert.Equal(before.Files, after.Files);
    }
}
