using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>Pools that nobody ends: those that nobody holds any more, and those that are there when the program ends.</summary>
public class PoolForgottenTests : ProcessTest
{
    [Fact]
    public async Task EX10_A_pool_that_nobody_holds_runs_what_was_asked_and_ends_its_workers()
    {
        string file = Path.Combine(NewFolder(), "go");
        (WeakReference pool, int worker, Task<int> first, Task<int>[] waiting) = await Task.Run(() => Forget(file));
        await Deadlines.Until(() => Collect(pool), "the pool is collected");
        Assert.True(ProcFs.Runs(worker));
        Assert.False(first.IsCompleted);
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.Equal(worker, await first.Soon());
        Assert.Equal(Enumerable.Range(0, 5).Select(PoolJobs.Square), await Task.WhenAll(waiting).Soon());
        await Deadlines.Until(() => !ProcFs.Runs(worker), "its worker has exited");
    }

    [Fact]
    public async Task A_pool_of_which_only_a_view_or_a_stream_is_held_is_not_forgotten()
    {
        (WeakReference pool, ITargetExecutor view) = View();
        Assert.False(Collect(pool));
        Assert.Equal(4, view.PoolJobs.Square(2));
        Assert.False(Collect(pool));
        Assert.Equal(9, await view.PoolJobs.SquareAsync(3).Soon());
        IAsyncEnumerator<int> stream = view.PoolJobs.CountAsync(1000).GetAsyncEnumerator(TestToken);
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        Assert.False(Collect(pool));
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        await stream.DisposeAsync();
        ((ProcessPool)pool.Target!).Dispose();
        GC.KeepAlive(view);
    }

    [Fact]
    public async Task A_forgotten_pool_warns_and_ends_its_workers_without_holding_up_the_finalizers()
    {
        await using RootProgram root = RootProgram.Start("forget-a-pool");
        Assert.Equal("collected", await root.Line());
        Assert.Equal("workers gone", await root.Line());
        Assert.Equal(0, await root.Ended());
        await root.TreeEnded();
        Assert.Contains("pool 'lost' was neither closed nor disposed", await root.Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    public async Task PO26_A_program_that_ends_with_a_pool_in_a_static_field_exits_well(string how)
    {
        await using RootProgram root = RootProgram.Start("keep-a-pool", how);
        Assert.Equal("3", await root.Line());
        Assert.Equal(0, await root.Ended());
        await root.TreeEnded();
        Assert.Empty(await root.Errors());
    }

    [Fact]
    public async Task A_root_that_is_killed_takes_its_pools_along()
    {
        await using RootProgram root = RootProgram.Start("busy-pools");
        await root.Line("ready");

        // Two pools of two, a worker that stands by, and a pool of one in a worker.
        Assert.True(root.Descendants.Count >= 6, string.Join(", ", root.Descendants));
        root.Kill();
        await root.Ended();
        await root.TreeEnded();
    }

    private static bool Collect(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !reference.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference Pool, int Worker, Task<int> First, Task<int>[] Waiting)> Forget(string file)
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, GracePeriod = TimeSpan.FromSeconds(60) });
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, file);
        int worker = await running.First;
        return (new WeakReference(pool), worker, first, [.. Enumerable.Range(0, 5).Select(i => pool.PoolJobs.SquareAsync(i))]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Pool, ITargetExecutor View) View()
    {
        ProcessPool pool = new(1);
        return (new WeakReference(pool), pool.With(new CallOptions { Tag = "view" }));
    }
}
