using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>Many inputs for one target.</summary>
public class PoolMapTests : ProcessTest
{
    public static TheoryData<int?, bool> Ways => new() { { null, true }, { null, false }, { 1, true }, { 7, true }, { 7, false }, { 1000, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task PO9_Chunks_change_nothing_about_the_results(int? chunkSize, bool ordered)
    {
        await using ProcessPool pool = new(2);
        int[] numbers = [.. Enumerable.Range(0, 3000)];
        MapOptions options = new() { ChunkSize = chunkSize, Ordered = ordered };
        List<int> results = await pool.PoolJobs.MapSquareAsync(numbers, options).ToListAsync(TestToken);
        int[] expected = [.. numbers.Select(PoolJobs.Square)];
        Assert.Equal(expected, ordered ? results : [.. results.Order(Comparer<int>.Create(static (one, other) => ((uint)one).CompareTo((uint)other)))]);
        Assert.Equal(expected, pool.PoolJobs.MapSquare(numbers, options with { Ordered = true }));
    }

    [Fact]
    public async Task PO3_Tuples_are_the_arguments_of_targets_with_several()
    {
        await using ProcessPool pool = new(2);
        Assert.Equal([3, 7], pool.MapJobs.MapSum([(1, 2), (3, 4)]));
        Assert.Equal((string[])["aa", "bbb"], await pool.MapJobs.MapPairAsync([("a", 2), ("b", 3)], new MapOptions { ChunkSize = 2 }).ToArrayAsync(TestToken));
    }

    [Fact]
    public async Task PO6_Empty_inputs_complete_at_once_with_chunks_too()
    {
        await using ProcessPool pool = new(1);
        foreach (int? size in (int?[])[null, 1, 50])
        {
            MapOptions options = new() { ChunkSize = size };
            Assert.Empty(pool.PoolJobs.MapSquare([], options));
            Assert.Empty(await pool.PoolJobs.MapSquareAsync(AsyncEnumerable.Empty<int>(), options).ToArrayAsync(TestToken));
        }

        Assert.Throws<ArgumentOutOfRangeException>(static () => new MapOptions { ChunkSize = 0 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(null)]
    public async Task EX2_An_error_comes_at_its_place(int? chunkSize)
    {
        await using ProcessPool pool = new(2);
        List<int> seen = [];
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (int number in pool.MapJobs.MapChooseAsync(Enumerable.Range(0, 100).Select(static i => (i, 25, -1)), new MapOptions { ChunkSize = chunkSize }))
            {
                seen.Add(number);
            }
        });
        Assert.Equal("no 25", thrown.Message);
        Assert.Contains("MapJobs.Choose", thrown.ToString(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 25), seen);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task Errors_may_be_collected_or_come_with_their_inputs(int chunkSize)
    {
        await using ProcessPool pool = new(2);
        MapOptions options = new() { ChunkSize = chunkSize, ErrorMode = MapErrorMode.CollectAll };
        var inputs = Enumerable.Range(0, 100).Select(static i => (i, i % 50 == 7 ? i : -1, -1)).ToArray();
        List<int> seen = [];
        AggregateException all = await Assert.ThrowsAsync<AggregateException>(async () =>
        {
            await foreach (int number in pool.MapJobs.MapChooseAsync(inputs, options))
            {
                seen.Add(number);
            }
        });
        Assert.Equal(["no 7", "no 57"], all.InnerExceptions.Select(static one => one.Message));
        Assert.Equal(98, seen.Count);
        MapResult<int>[] results = await pool.MapJobs.MapChooseResultsAsync(inputs, new MapOptions { ChunkSize = chunkSize }).ToArrayAsync(TestToken);
        Assert.Equal(Enumerable.Range(0, 100), results.Select(static one => one.Index));
        Assert.Equal([7, 57], results.Where(static one => !one.IsSuccess).Select(static one => one.Index));
        Assert.Throws<InvalidOperationException>(() => results[7].Value);
        Assert.Equal(8, results[8].Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(null)]
    public async Task X11_A_death_fails_one_input_and_none_beside_it_in_its_chunk(int? chunkSize)
    {
        await using ProcessPool pool = new(2);
        MapResult<int>[] results = await pool.MapJobs
            .MapChooseResultsAsync(Enumerable.Range(0, 100).Select(static i => (i, 50, i is 10 or 55 ? i : -1)), new MapOptions { ChunkSize = chunkSize })
            .ToArrayAsync(TestToken);
        Assert.Equal(Enumerable.Range(0, 100), results.Select(static one => one.Index));
        Assert.Equal([10, 50, 55], results.Where(static one => !one.IsSuccess).Select(static one => one.Index));
        Assert.All([results[10], results[55]], static one => Assert.Equal(6, Assert.IsType<WorkerLostException>(one.Error).ExitStatus.Code));
        Assert.All(results.Where(static one => one.IsSuccess), static one => Assert.Equal(one.Index, one.Value));
    }

    [Fact]
    public async Task Each_input_of_a_chunk_runs_once()
    {
        string folder = NewFolder();
        await using ProcessPool pool = new(1);
        string[] files = [.. Enumerable.Range(0, 60).Select(i => Path.Combine(folder, $"{i}"))];
        await pool.MapJobs.MapAppendAsync(files, new MapOptions { ChunkSize = 20 }).Soon();
        Assert.All(files, static file => Assert.Equal(".", File.ReadAllText(file)));
    }

    [Fact]
    public async Task Large_results_and_those_that_do_not_cross_are_those_of_their_inputs()
    {
        await using ProcessPool pool = new(2);
        int[] sizes = [.. Enumerable.Range(0, 40).Select(static i => i % 4 == 0 ? 200_000 : i)];
        Assert.Equal(sizes, pool.MapJobs.MapMake(sizes, new MapOptions { ChunkSize = 20 }).Select(static bytes => bytes.Length));
        MapResult<Shape>[] shapes = await pool.MapJobs.MapDrawResultsAsync([false, true, false], new MapOptions { ChunkSize = 3 }).ToArrayAsync(TestToken);
        Assert.Equal([true, false, true], shapes.Select(static one => one.IsSuccess));
        Assert.IsType<UnserializableValueException>(shapes[1].Error);
        MapResult<string>[] names = await pool.PoolJobs.MapNameOfResultsAsync([new Shape("a"), new Circle("b", 1), new Shape("c")], new MapOptions { ChunkSize = 3 }).ToArrayAsync(TestToken);
        Assert.Equal([true, false, true], names.Select(static one => one.IsSuccess));
    }

    [Fact]
    public async Task An_endless_input_is_read_no_further_than_results_are()
    {
        await using ProcessPool pool = new(2);
        int taken = 0;
        foreach (MapOptions options in (MapOptions[])[new() { Prefetch = 10 }, new() { Prefetch = 10, ChunkSize = 4, Ordered = false }])
        {
            taken = 0;
            int read = 0;
            await foreach (int _ in pool.PoolJobs.MapSquareAsync(Endless(), options))
            {
                Assert.InRange(Volatile.Read(ref taken), 0, read + 13);
                if (++read == 100)
                {
                    break;
                }
            }
        }

        async IAsyncEnumerable<int> Endless()
        {
            for (int i = 0; ; i++)
            {
                await Task.Yield();
                Interlocked.Increment(ref taken);
                yield return i;
            }
        }
    }

    [Fact]
    public async Task A_slow_source_holds_up_nothing_that_it_has_given()
    {
        await using ProcessPool pool = new(1);
        TaskCompletionSource more = new();
        IAsyncEnumerator<int> results = pool.PoolJobs.MapSquareAsync(Slow(), new MapOptions { ChunkSize = 100 }).GetAsyncEnumerator(TestToken);
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        Assert.Equal(9, results.Current);
        more.SetResult();
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        Assert.False(await results.MoveNextAsync().AsTask().Soon());
        await results.DisposeAsync();

        async IAsyncEnumerable<int> Slow()
        {
            yield return 3;
            await more.Task;
            yield return 4;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_map_that_ends_early_ends_its_source_though_that_is_at_work(bool heeds)
    {
        await using ProcessPool pool = new(1);
        TaskCompletionSource isAtWork = new(), more = new(), disposed = new();
        await foreach (int result in pool.PoolJobs.MapSquareAsync(Source(TestToken), new MapOptions { ChunkSize = 1 }))
        {
            Assert.Equal(9, result);
            await isAtWork.Task.Soon();
            break;
        }

        Assert.Equal(heeds, disposed.Task.IsCompleted);
        more.SetResult();
        await disposed.Task.Soon();

        async IAsyncEnumerable<int> Source([EnumeratorCancellation] CancellationToken stop)
        {
            try
            {
                yield return 3;
                isAtWork.SetResult();
                await more.Task.WaitAsync(heeds ? stop : CancellationToken.None);
            }
            finally
            {
                disposed.SetResult();
            }
        }
    }

    [Fact]
    public async Task A_broadcast_runs_once_on_every_worker()
    {
        await using ProcessPool pool = new(3);
        (int Worker, int Calls)[] first = await pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon();
        Assert.Equal(3, first.Select(static one => one.Worker).Distinct().Count());
        (int Worker, int Calls)[] second = await pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon();
        Assert.Equal(first.Select(static one => (one.Worker, one.Calls + 1)).Order(), second.Order());
        string folder = NewFolder();
        await pool.BroadcastAsync(worker => worker.WorkerJobs.SetUpAsync("hello", folder)).Soon();
        Assert.Equal(["x", "x", "x"], Directory.GetFiles(folder, "begun-*").Select(File.ReadAllText));
        pool.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon());
    }
}
