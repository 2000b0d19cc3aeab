namespace ProcGen.Acceptance;

/// <summary>What a pool is made of, and how its workers come and go.</summary>
public class PoolOptionTests : ProcessTest
{
    private static readonly ProcessPoolOptions Patient = new() { Workers = 2, GracePeriod = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task PO28_An_initializer_runs_once_in_each_worker_before_its_first_call()
    {
        string folder = NewFolder();
        await using (ProcessPool pool = new(Patient with { Initializer = worker => worker.WorkerJobs.SetUp("hello", folder) }))
        {
            (int Worker, string? Greeting, int Entries)[] all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => pool.WorkerJobs.GreetAsync())).Soon();
            Assert.All(all, static one => Assert.Equal("hello", one.Greeting));
            Assert.All(all.GroupBy(static one => one.Worker), static worker => Assert.Equal(Enumerable.Range(1, worker.Count()), worker.Select(static one => one.Entries).Order()));
        }

        string[] begun = Names(folder, "begun-");
        Assert.Equal(2, begun.Length);
        Assert.All(Directory.GetFiles(folder, "begun-*"), static file => Assert.Equal("x", File.ReadAllText(file)));

        // What a worker kept was disposed at its exit.
        Assert.Equal(begun, Names(folder, "ended-"));
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("exit")]
    [InlineData("hang")]
    public async Task EX20_An_initializer_that_fails_stops_the_pool_with_the_cause(string how)
    {
        await using ProcessPool pool = new(Patient with
        {
            Initializer = worker => worker.WorkerJobs.FailToSetUp(how),
            StartTimeout = how == "hang" ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(60),
        });
        ProcessStartException stopped = await Assert.ThrowsAsync<ProcessStartException>(() => pool.PoolJobs.SquareAsync(2).Soon());
        Assert.Equal(StartFailure.InitializerFailed, stopped.Failure);
        Assert.Contains(how == "throw" ? "no set-up today" : how == "exit" ? "code 3" : "initializer", stopped.ToString(), StringComparison.Ordinal);
        Assert.Throws<ProcessStartException>(() => pool.PoolJobs.Square(2));
    }

    [Fact]
    public void PO28_What_is_no_initializer_is_refused()
    {
        Assert.Throws<ArgumentException>(static () => new ProcessPool(Patient with { Initializer = static _ => { } }));
        Assert.Throws<UnserializableValueException>(static () => new ProcessPool(Patient with { Initializer = static worker => worker.PoolJobs.NameOf(new Circle("round", 1)) }));
    }

    [Fact]
    public async Task PO23_A_worker_that_has_done_its_calls_is_replaced()
    {
        await using ProcessPool pool = new(Patient with { MaxTasksPerWorker = 10 });
        (int Worker, string? Greeting, int Entries)[] all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pool.WorkerJobs.GreetAsync())).Soon();
        Assert.All(all, static one => Assert.InRange(one.Entries, 1, 10));
        Assert.True(all.Select(static one => one.Worker).Distinct().Count() >= 10);
        Assert.Equal(100, Enumerable.Range(0, 100).Count(i => pool.PoolJobs.Square(i) == i * i));
    }

    [Fact]
    public void PO25_Numbers_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { MaxTasksPerWorker = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { MaxTasksPerWorker = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { QueueLimit = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { MinWorkers = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { MaxWorkerAge = TimeSpan.Zero });
        Assert.Throws<ArgumentException>(static () => new ProcessPool(new ProcessPoolOptions { MinWorkers = 3, MaxWorkers = 2 }));
    }

    [Fact]
    public async Task EX3_Numbers_of_workers_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPool(new ProcessPoolOptions { MaxWorkers = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPool(new ProcessPoolOptions { Workers = -1 }));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task An_old_worker_and_a_big_one_are_replaced()
    {
        await using ProcessPool pool = new(Patient with { Workers = 1, MaxWorkerAge = TimeSpan.FromMilliseconds(200) });
        int first = pool.PoolJobs.OwnId();
        await Deadlines.Until(() => pool.PoolJobs.OwnId() != first, "an old worker is replaced");
        await using ProcessPool small = new(Patient with { Workers = 1, RecycleAboveMemory = 256L << 20 });
        int before = small.PoolJobs.OwnId();
        Assert.Equal(before, small.WorkerJobs.Hoard(300));
        await Deadlines.Until(() => small.PoolJobs.OwnId() != before, "a big worker is replaced");
    }

    [Fact]
    public async Task EX8_An_elastic_pool_grows_to_its_most_and_shrinks_to_its_fewest()
    {
        await using ProcessPool pool = new(Patient with { MinWorkers = 1, MaxWorkers = 3, IdleTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Single(pool.WorkerProcessIds);
        string file = Path.Combine(NewFolder(), "go");
        Reports<int>[] running = [new(), new(), new()];
        Task<int>[] calls = [.. running.Select(one => pool.WorkerJobs.WaitForFileAsync(one, file))];
        Assert.Equal(3, (await Task.WhenAll(running.Select(static one => one.First))).Distinct().Count());
        Assert.Equal(3, pool.WorkerProcessIds.Count);
        await File.WriteAllTextAsync(file, "", TestToken);
        await Task.WhenAll(calls).Soon();
        await Deadlines.Until(() => pool.WorkerProcessIds.Count == 1, "idle workers have gone");
        Assert.Equal(4, pool.PoolJobs.Square(2));
    }

    [Fact]
    public async Task A_pool_may_have_no_workers_until_somebody_calls()
    {
        await using ProcessPool pool = new(Patient with { MinWorkers = 0, MaxWorkers = 1 });
        Assert.Empty(pool.WorkerProcessIds);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task A_worker_that_stands_by_takes_the_place_of_one_that_dies()
    {
        await using ProcessPool pool = new(Patient with { Workers = 1, StandbyWorkers = 1 });
        await Deadlines.Until(() => pool.WorkerProcessIds.Count == 2, "both have been started");
        int first = pool.PoolJobs.OwnId();
        int[] both = [.. pool.WorkerProcessIds];
        Assert.Equal(first, pool.PoolJobs.OwnId());
        Kill(first);
        Assert.Contains(both, id => id == pool.PoolJobs.OwnId() && id != first);
        await Deadlines.Until(() => pool.WorkerProcessIds.Count == 2, "there is another one that stands by");
    }

    [Fact]
    public async Task No_more_calls_wait_than_may()
    {
        string file = Path.Combine(NewFolder(), "go");
        await using ProcessPool pool = new(Patient with { Workers = 1, QueueLimit = 1, QueueFullMode = QueueFullMode.Reject });
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        Task<int> second = pool.PoolJobs.SquareAsync(2);
        Assert.Throws<PoolFullException>(() => pool.PoolJobs.Square(3));
        await Assert.ThrowsAsync<PoolFullException>(() => pool.PoolJobs.SquareAsync(3));
        await File.WriteAllTextAsync(file, "", TestToken);
        await first.Soon();
        Assert.Equal(4, await second.Soon());
    }

    [Fact]
    public async Task Who_finds_the_queue_full_waits_for_room_and_may_change_his_mind()
    {
        string file = Path.Combine(NewFolder(), "go");
        ProcessPool pool = new(Patient with { Workers = 1, QueueLimit = 1 });
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        Task<int> second = pool.PoolJobs.SquareAsync(2);
        using CancellationTokenSource source = new();
        Task<int> given = Task.Run(() => pool.PoolJobs.SquareAsync(3, source.Token), TestToken);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Soon());
        Task<int> third = Task.Run(() => pool.PoolJobs.SquareAsync(3), TestToken);
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.Equal((int[])[4, 9], await Task.WhenAll(second, third).Soon());
        await first.Soon();

        // The end of the pool ends this wait, too.
        Reports<int> hanging = new();
        Task<int> lost = pool.PoolJobs.HangAsync(hanging);
        await hanging.First;
        Task<int> queued = pool.PoolJobs.SquareAsync(2);
        Task<int> held = Task.Run(() => pool.PoolJobs.SquareAsync(3), TestToken);
        pool.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => lost.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Soon());
        Exception? refused = await Record.ExceptionAsync(() => held.Soon());
        Assert.True(refused is InvalidOperationException or OperationCanceledException, $"{refused}");
    }

    [Fact]
    public async Task A_worker_whose_exit_hangs_is_killed_after_the_grace()
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, GracePeriod = TimeSpan.FromMilliseconds(200) });
        int worker = pool.WorkerJobs.HangAtExit();
        pool.Close();
        Assert.True(pool.Join(Deadlines.Event));
        Assert.False(ProcFs.Runs(worker));
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task Workers_that_die_too_often_stop_the_pool_with_the_cause()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, MaxRestarts = 2, RestartWindow = TimeSpan.FromMinutes(10) });
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(7).Soon());
        }

        ProcessStartException stopped = await Assert.ThrowsAsync<ProcessStartException>(() => pool.PoolJobs.SquareAsync(2).Soon());
        Assert.Equal(StartFailure.TooManyDeaths, stopped.Failure);
        Assert.Equal(7, stopped.ExitStatus!.Code);
    }

    [Fact]
    public async Task Workers_have_the_processors_and_the_collector_that_they_were_given()
    {
        int processor = System.Numerics.BitOperations.TrailingZeroCount((ulong)System.Diagnostics.Process.GetCurrentProcess().ProcessorAffinity);
        await using ProcessPool pool = new(Patient with { Workers = 2, UseServerGC = false, UseConcurrentGC = false, ProcessorAffinity = [processor], Priority = System.Diagnostics.ProcessPriorityClass.BelowNormal });
        Assert.Equal($"{processor}", File.ReadLines($"/proc/{pool.PoolJobs.OwnId()}/status").First(static line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal)).Split('\t')[1]);
        (int processors, bool isServer, int defaultWorkers) = pool.WorkerJobs.Describe();
        Assert.Equal((1, false), (processors, isServer));

        // A pool in a worker shares what there is.
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), defaultWorkers);
        int id = pool.PoolJobs.OwnId();
        Assert.Equal("10", File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[16]);
    }

    private static string[] Names(string folder, string prefix) => [.. Directory.GetFiles(folder, prefix + "*").Select(file => Path.GetFileName(file)[prefix.Length..]).Order()];
}
