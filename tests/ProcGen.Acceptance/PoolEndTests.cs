namespace ProcGen.Acceptance;

/// <summary>How pools end, and what they tell of themselves.</summary>
public class PoolEndTests : ProcessTest
{
    [Fact]
    public async Task EX12_A_killed_pool_ends_its_calls_and_starts_nobody()
    {
        ProcessPool pool = new(2);
        Reports<int> running = new();
        Task<int> hanging = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        pool.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => hanging.Soon());
        Assert.False(ProcFs.Runs(worker));
        Assert.Empty(pool.WorkerProcessIds);
        Assert.Throws<InvalidOperationException>(() => pool.PoolJobs.Square(2));
        pool.Kill();
        pool.Terminate();
        Assert.True(pool.Join(Deadlines.Event));
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task EX14_A_death_after_the_close_is_that_calls_and_the_pool_ends()
    {
        ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> hanging = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task<int> waiting = pool.PoolJobs.SquareAsync(3);
        pool.Close();
        Kill(worker);
        await Assert.ThrowsAsync<WorkerLostException>(() => hanging.Soon());
        Assert.Equal(9, await waiting.Soon());
        Assert.True(pool.Join(Deadlines.Event));
    }

    [Fact]
    public async Task EX17_Calls_that_wait_are_cancelled_when_the_pool_is_terminated()
    {
        ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> first = pool.PoolJobs.WaitAsync(running);
        await running.First;
        Task<int>[] waiting = [.. Enumerable.Range(0, 50).Select(i => pool.PoolJobs.SquareAsync(i))];
        pool.Terminate();
        foreach (Task<int> call in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        }

        await Assert.ThrowsAnyAsync<Exception>(() => first.Soon());
        Assert.True(pool.Join(Deadlines.Event));
    }

    [Fact]
    public async Task EX18_Calls_after_the_close_are_refused_and_those_before_it_are_finished()
    {
        ProcessPool pool = new(1);
        Task<int>[] calls = [.. Enumerable.Range(0, 30).Select(i => pool.PoolJobs.SquareAsync(i))];
        pool.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.SquareAsync(1).Soon());
        await pool.CompleteAsync().Soon();
        Assert.All(calls, static call => Assert.True(call.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_call_whose_worker_is_replaced_after_it_runs_once()
    {
        string folder = NewFolder();
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 2, MaxTasksPerWorker = 1, GracePeriod = TimeSpan.FromSeconds(60) });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => pool.WorkerJobs.NoteAsync(Path.Combine(folder, $"{i}"), "x"))).Soon();
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal("x", File.ReadAllText(Path.Combine(folder, $"{i}"))));
    }

    [Fact]
    public async Task A_drain_ends_at_its_deadline()
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, DrainTimeout = TimeSpan.FromMilliseconds(200), GracePeriod = TimeSpan.FromMilliseconds(200) });
        Reports<int> running = new();
        Task<int> hanging = pool.PoolJobs.HangAsync(running);
        await running.First;
        await pool.CompleteAsync().Soon();
        await Assert.ThrowsAsync<WorkerLostException>(() => hanging.Soon());
    }

    [Fact]
    public async Task EX23_Who_waits_for_a_call_may_give_up_without_ending_it()
    {
        await using ProcessPool pool = new(1);
        string file = Path.Combine(NewFolder(), "go");
        Task<int> call = pool.WorkerJobs.WaitForFileAsync(new Reports<int>(), file);
        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(TimeSpan.FromMilliseconds(50), TestToken));
        Assert.False(call.IsCompleted);
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.NotEqual(0, await call.Soon());
    }

    [Fact]
    public async Task X12_A_pool_in_a_worker_ends_with_it()
    {
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> nested = pool.NestingJobs.HangBelowAsync(running);
        int below = await running.First;
        Kill(pool.WorkerProcessIds[0]);
        await Assert.ThrowsAsync<WorkerLostException>(() => nested.Soon());
        await OrphanEnded(below);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task A_pool_tells_what_it_has_done()
    {
        await using ProcessPool pool = new(1);
        for (int i = 0; i < 10; i++)
        {
            pool.With(new CallOptions { Tag = $"number {i}" }).PoolJobs.Square(i);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ThrowAsync("no").Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(3).Soon());
        await pool.PoolJobs.SquareAsync(1).Soon();
        PoolStatistics told = pool.Statistics;
        Assert.Equal((13, 11, 1, 1, 0), (told.Calls, told.Completed, told.Failed, told.Lost, told.Cancelled));
        Assert.Equal(2, told.WorkersStarted);
        Assert.Equal(3, Assert.Single(told.Deaths).ExitStatus.Code);
        Assert.EndsWith("PoolJobs.Exit", told.Deaths[0].TargetName, StringComparison.Ordinal);
        Assert.Equal(5, told.SlowestCalls.Count);
        Assert.Equal(told.SlowestCalls.OrderByDescending(static call => call.Worked), told.SlowestCalls);
        WorkerStatistics worker = Assert.Single(told.Workers);
        Assert.Equal((pool.WorkerProcessIds[0], 1), (worker.ProcessId, worker.Calls));
        Assert.True(worker.BytesSent > 0 && worker.BytesReceived > 0);
        Assert.Contains("1 workers", pool.ToString(), StringComparison.Ordinal);
    }
}

public static partial class NestingJobs
{
    [ProcessTarget]
    public static int HangBelow(IProgress<int> running)
    {
        using ProcessPool pool = new(1);
        return pool.PoolJobs.Hang(running);
    }
}
