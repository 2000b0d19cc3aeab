namespace ProcGen.Acceptance.Synchronization;

/// <summary>Shared memory, with names and without.</summary>
public class SharedMemoryTests : ProcessTest
{
    [Fact]
    public void SM1_A_second_handle_sees_what_the_first_writes()
    {
        string name = Names.New();
        using SharedMemory memory = SharedMemory.Create(name, 1000);
        Assert.Equal((name, 1000), (memory.Name, memory.Size));
        Assert.Equal(1000, memory.Span.Length);
        Assert.DoesNotContain(memory.Span.ToArray(), static value => value != 0);
        memory.Span[0] = 42;
        memory.Write(996, 123_456);

        // It has the size that it was made with: opening asks for none.
        using SharedMemory other = SharedMemory.Open(name);
        Assert.Equal((name, 1000), (other.Name, other.Size));
        Assert.Equal(42, other.Span[0]);
        Assert.Equal(123_456, other.Read<int>(996));
        other.GetSpan(10, 3).Fill(7);
        Assert.Equal((byte[])[0, 7, 7, 7, 0], memory.GetSpan(9, 5).ToArray());
        using SharedMemory third = SharedMemory.OpenOrCreate(name, 1000);
        Assert.Equal(42, third.Span[0]);
        Assert.Equal($"SharedMemory '{name}' (1,000 bytes)", third.ToString());
    }

    [Fact]
    public void SM2_Sizes_and_names_that_are_none_are_refused()
    {
        foreach (long size in (long[])[0, -1, long.MinValue])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMemory(size));
            string name = Names.New();
            Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.Create(name, size));
            Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.OpenOrCreate(name, size));
            NameIsFree(name);
        }

        Assert.Throws<ArgumentNullException>(static () => SharedMemory.Open(null!));
        Assert.Throws<ArgumentException>(static () => SharedMemory.Open(""));
        Assert.Throws<ArgumentException>(static () => SharedMemory.Create("", 1));
        Assert.Throws<ArgumentException>(static () => SharedMemory.Create("with\0nul", 1));
        Assert.Throws<ArgumentException>(static () => SharedMemory.OpenOrCreate("with\0nul", 1));
    }

    [Fact]
    public void SM3_A_name_is_taken_or_missing()
    {
        string name = Names.New();
        var missing = Assert.Throws<SharedObjectException>(() => SharedMemory.Open(name));
        Assert.Equal((SharedObjectFailure.NameNotFound, name), (missing.Failure, missing.Name));
        using (SharedMemory memory = SharedMemory.Create(name, 10))
        {
            memory.Span[0] = 1;
            var taken = Assert.Throws<SharedObjectException>(() => SharedMemory.Create(name, 10));
            Assert.Equal((SharedObjectFailure.NameTaken, name), (taken.Failure, taken.Name));
            Assert.Equal(1, memory.Span[0]);
        }

        NameIsFree(name);

        // There are no generated names that could clash: what is made without one has none.
        using SharedMemory nameless = new(1);
        Assert.Null(nameless.Name);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task SM6_What_others_write_is_seen_whether_they_have_a_handle_or_the_name(Party party)
    {
        string name = Names.New();
        using SharedMemory named = SharedMemory.Create(name, 5000);
        Assert.Equal(5000, await party.Run(new SharedDataJobs.WriteMemoryByNameProcess(name, 4000, [1, 2, 3])));
        Assert.Equal(5000, await party.Run(new SharedDataJobs.WriteMemoryProcess(named, 4003, [4, 5])));
        Assert.Equal((byte[])[1, 2, 3, 4, 5, 0], named.GetSpan(4000, 6).ToArray());

        using SharedMemory nameless = new(3 << 20);
        Assert.Equal(3 << 20, await party.Run(new SharedDataJobs.WriteMemoryProcess(nameless, (3 << 20) - 2, [8, 9])));
        Assert.Equal((byte[])[0, 8, 9], nameless.GetSpan((3 << 20) - 3, 3).ToArray());
    }

    [Fact]
    public async Task SM8_Memory_of_a_killed_maker_is_gone()
    {
        string name = Names.New();
        Reports<int> made = new();
        using var maker = new SharedDataJobs.KeepMemoryProcess(name, 1 << 20, made).Started();
        await made.First;
        SharedMemory.Open(name).Dispose();
        maker.Kill();
        maker.Ended();
        NameIsFree(name);
        using SharedMemory again = SharedMemory.Create(name, 10);
        Assert.Equal(0, again.Span[0]);
    }

    [Fact]
    public async Task SM8_Memory_of_a_killed_maker_stays_for_those_who_have_it_open()
    {
        string name = Names.New();
        Reports<int> made = new();
        using var maker = new SharedDataJobs.KeepMemoryProcess(name, 1 << 20, made).Started();
        await made.First;
        using (SharedMemory memory = SharedMemory.Open(name))
        {
            maker.Kill();
            maker.Ended();
            Assert.Equal(42, memory.Read<int>(0));

            // And they answer to its name.
            Assert.Equal(1 << 20, await SharedDataJobs.WriteMemoryByNameProcess.RunAsync(name, 0, [7]));
            Assert.Equal(7, memory.Span[0]);
        }

        NameIsFree(name);
    }

    [Fact]
    public async Task SM9_One_that_opened_memory_and_exits_leaves_it_to_the_others()
    {
        string name = Names.New();
        using SharedMemory memory = SharedMemory.Create(name, 100);
        for (byte i = 1; i <= 3; i++)
        {
            await SharedDataJobs.WriteMemoryByNameProcess.RunAsync(name, 0, [i]);
            await SharedDataJobs.WriteMemoryProcess.RunAsync(memory, 1, [i]);
            Assert.Equal((byte[])[i, i], memory.GetSpan(0, 2).ToArray());
            using SharedMemory other = SharedMemory.Open(name);
            Assert.Equal(i, other.Span[0]);
        }
    }

    [Fact]
    public void Parts_are_held_against_the_size()
    {
        using SharedMemory memory = new(100);
        Assert.Equal(0, memory.GetSpan(100, 0).Length);
        foreach ((long offset, int length) in ((long, int)[])[(-1, 1), (0, -1), (0, 101), (100, 1), (long.MaxValue, 1), (long.MinValue, 1), (99, int.MaxValue)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.GetSpan(offset, length).Length);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<long>(93));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Write(93, 1L));
        memory.Write(92, 1L);
        Assert.Equal(1, memory.Read<long>(92));
        Assert.Throws<NotSupportedException>(() => memory.Resize(200));
        Assert.Equal(100, memory.Size);
    }

    internal static void NameIsFree(string name) =>
        Assert.Equal(SharedObjectFailure.NameNotFound, Assert.Throws<SharedObjectException>(() => SharedMemory.Open(name)).Failure);
}
