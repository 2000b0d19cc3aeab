namespace ProcGen.Acceptance.Synchronization;

/// <summary>Shared arrays, and what they and all other shared objects take of the memory below them.</summary>
public class SharedArrayTests(ITestOutputHelper output) : ProcessTest
{
    [Theory]
    [InlineData(Party.Thread, 10)]
    [InlineData(Party.Process, 10)]
    [InlineData(Party.Thread, 100_000)]
    [InlineData(Party.Process, 100_000)]
    public async Task A1_Elements_and_slices_are_read_and_written_by_others(Party party, int length)
    {
        using SharedArray<int> array = new([.. Enumerable.Repeat(1, length)]);
        Assert.Equal((length, length), (array.Length, array.Span.Length));
        Assert.Equal(length, await party.Run(new SharedDataJobs.SumInPlaceProcess(array)));
        Assert.Equal(Enumerable.Range(1, length), array.ToArray());
        Assert.Equal(length, array[^1]);
        Assert.Equal((int[])[3, 4, 5], array.Span[2..5].ToArray());
        ((ReadOnlySpan<int>)[30, 40]).CopyTo(array.Span[2..]);
        Assert.Equal((2, 30, 40, 5), (array[1], array[2], array[3], array[4]));
        array[0]++;
        Assert.Equal(2, array[0]);
        int sum = 0;
        foreach (int element in array)
        {
            sum += element == 30 ? 1 : 0;
        }

        Assert.Equal(length >= 30 ? 2 : 1, sum);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[length]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[-1]);
    }

    [Fact]
    public void A1_An_array_of_a_length_is_of_zeros_and_may_be_empty()
    {
        using SharedArray<double> zeros = new(1000);
        Assert.All(zeros.ToArray(), static zero => Assert.Equal(0, zero));
        using SharedArray<int> empty = new(0);
        Assert.Equal(0, empty.Length);
        Assert.Empty(empty.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedArray<int>(-1));
    }

    [Fact]
    public void A3_An_array_has_its_own_lock_or_the_given_one_or_none()
    {
        using SharedArray<int> own = new(3);
        Assert.IsType<ProcessRLock>(own.Lock);
        Assert.Same(own.Lock, own.Lock);
        using (own.Acquire())
        {
            Assert.True(own.Lock.IsLocked);
        }

        using ProcessRLock shared = new();
        using SharedArray<int> given = new([1, 2], shared);
        Assert.Same(shared, given.Lock);
        using SharedArray<int> bare = new(3, LockChoice.None);
        Assert.Null(bare.Lock);
        Assert.Throws<InvalidOperationException>(() => bare.Acquire());
        Assert.Throws<ArgumentNullException>(static () => new SharedArray<int>(1, null!));
        Assert.Throws<ArgumentNullException>(static () => new SharedArray<int>([1], null!));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedArray<int>(1, (LockChoice)(-1)));
    }

    [Theory]
    [InlineData(Party.Thread, LockChoice.Own)]
    [InlineData(Party.Thread, LockChoice.None)]
    [InlineData(Party.Process, LockChoice.Own)]
    [InlineData(Party.Process, LockChoice.None)]
    public async Task A4_Structures_numbers_and_text_are_doubled_by_others(Party party, LockChoice choice)
    {
        using SharedValue<Place> place = new(new Place(1.5, -2), choice);
        using SharedArray<double> numbers = new([.. Enumerable.Range(0, 10).Select(static i => (double)i)], choice);
        using SharedArray<char> text = new("añ..", choice);
        Place before = place.Value;
        Assert.True(await party.Run(new SharedDataJobs.DoubleAllProcess(place, numbers, text)));
        Assert.Equal(new Place(3, -4), place.Value);
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => 2.0 * i), numbers.ToArray());
        Assert.Equal("añañ", new string(text.Span));

        // What was read is a copy.
        Assert.Equal(new Place(1.5, -2), before);
    }

    // There is no heap that could be torn or fragmented; what stands for it is that all memory comes back.
    [Fact]
    public async Task H1_Memory_that_is_given_back_is_free_again()
    {
        const int Steps = 5000, MostLive = 300;
        Random random = new(5);
        List<SharedMemory> live = [];

        // Tables of cells grow with the most that ever lived at once, and stay. So that many live before it is measured.
        for (int i = 0; i < MostLive; i++)
        {
            live.Add(new SharedMemory(1));
        }

        Clear();
        long before = await SharedFootprint.CountBytes();
        long used = 0;
        for (int i = 0; i < Steps; i++)
        {
            if (live.Count > 0 && (live.Count == MostLive || random.Next(5) < 2))
            {
                int index = random.Next(live.Count);
                SharedMemory gone = live[index];
                Assert.Equal((byte)gone.Size, gone.Read<byte>(gone.Size - 1));
                used -= gone.Size;
                gone.Dispose();
                live.RemoveAt(index);
            }
            else
            {
                SharedMemory memory = new(random.Next(1, 1 << random.Next(1, 18)));
                Assert.Equal(0, memory.Read<byte>(memory.Size - 1));
                memory.Write(memory.Size - 1, (byte)memory.Size);
                used += memory.Size;
                live.Add(memory);
            }
        }

        // What lives takes its size, each rounded up to a page, and nothing else does.
        long during = await SharedFootprint.CountBytes();
        output.WriteLine($"before {before:N0}, with {live.Count} objects of {used:N0} bytes {during:N0}");
        long page = Environment.SystemPageSize;
        Assert.Equal(live.Sum(memory => (memory.Size + page - 1) / page * page), during - before);
        Clear();
        Assert.Equal(before, await SharedFootprint.CountBytes());

        void Clear()
        {
            live.ForEach(static memory => memory.Dispose());
            live.Clear();
        }
    }
}
