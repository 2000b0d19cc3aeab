namespace ProcGen.Acceptance;

/// <summary>How single calls are run.</summary>
public class PoolCallOptionTests : ProcessTest
{
    [Fact]
    public async Task A_call_that_brings_two_workers_down_is_tried_no_more()
    {
        string file = Path.Combine(NewFolder(), "attempts");
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Output = OutputMode.Null });
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => pool.With(new CallOptions { MaxAttempts = 20 }).WorkerJobs.PoisonAsync(file).Soon());
        Assert.Equal((2, true), (lost.Attempt, lost.IsQuarantined));
        Assert.Contains("WorkerJobs.Poison", lost.Message, StringComparison.Ordinal);
        Assert.Equal("1 2 ", await File.ReadAllTextAsync(file, TestToken));
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task Calls_go_by_priority_and_then_by_age()
    {
        string folder = NewFolder();
        string go = Path.Combine(folder, "go"), notes = Path.Combine(folder, "notes");
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, go);
        await running.First;
        Task[] calls =
        [
            pool.WorkerJobs.NoteAsync(notes, "c"),
            pool.With(new CallOptions { Priority = -1 }).WorkerJobs.NoteAsync(notes, "e"),
            pool.With(new CallOptions { Priority = 7 }).WorkerJobs.NoteAsync(notes, "a"),
            pool.WorkerJobs.NoteAsync(notes, "d"),
            pool.With(new CallOptions { Priority = 7 }).WorkerJobs.NoteAsync(notes, "b"),
        ];
        await File.WriteAllTextAsync(go, "", TestToken);
        await Task.WhenAll(calls).Soon();
        await first.Soon();
        Assert.Equal("abcde", await File.ReadAllTextAsync(notes, TestToken));
    }

    [Fact]
    public async Task Calls_with_one_key_go_to_one_worker_while_it_lives()
    {
        await using ProcessPool pool = new(2);
        ITargetExecutor[] keyed = [.. Enumerable.Range(0, 4).Select(key => pool.With(new CallOptions { AffinityKey = $"customer {key}" }))];
        int[][] workers = await Task.WhenAll(keyed.Select(executor => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => executor.PoolJobs.OwnIdAsync())))).Soon();
        Assert.All(workers, static ids => Assert.Single(ids.Distinct()));
        Kill(workers[0][0]);
        int[] after = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => keyed[0].PoolJobs.OwnIdAsync())).Soon();
        Assert.Single(after.Distinct());
    }

    [Fact]
    public async Task EX22_A_call_that_waits_is_cancelled_at_once_and_never_runs()
    {
        string folder = NewFolder();
        string go = Path.Combine(folder, "go"), notes = Path.Combine(folder, "notes");
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, go);
        await running.First;
        using CancellationTokenSource source = new();
        Task queued = pool.WorkerJobs.NoteAsync(notes, "x", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Soon());
        Assert.True(queued.IsCanceled);
        Assert.False(first.IsCompleted);
        await File.WriteAllTextAsync(go, "", TestToken);
        await first.Soon();
        Assert.Equal(4, pool.PoolJobs.Square(2));
        Assert.False(File.Exists(notes));
    }

    [Fact]
    public async Task A_cancelled_call_that_does_not_heed_it_is_killed_if_asked()
    {
        await using ProcessPool pool = new(2);
        Reports<int> other = new(), running = new();
        Task<int> bystander = pool.PoolJobs.WaitAsync(other);
        await other.First;
        using CancellationTokenSource source = new();
        ITargetExecutor strict = pool.With(new CallOptions { KillOnCancel = true, Grace = TimeSpan.FromMilliseconds(50) });
        Task<int> deaf = strict.PoolJobs.HangAsync(running, source.Token);
        int worker = await running.First;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deaf.Soon());
        await Deadlines.Until(() => !ProcFs.Runs(worker), "its worker is gone");
        Assert.False(bystander.IsCompleted);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        pool.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => bystander.Soon());
    }

    [Fact]
    public async Task A_timeout_is_heeded_without_a_death()
    {
        await using ProcessPool pool = new(1);
        int worker = pool.PoolJobs.OwnId();
        ITargetExecutor hurried = pool.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(100), Grace = TimeSpan.FromSeconds(60) });
        await Assert.ThrowsAsync<TimeoutException>(() => hurried.PoolJobs.WaitAsync(new Reports<int>()).Soon());
        await Assert.ThrowsAsync<TimeoutException>(() => Task.Run(() => hurried.PoolJobs.Wait(new Reports<int>())).Soon());
        Assert.Equal(worker, pool.PoolJobs.OwnId());
    }
}
