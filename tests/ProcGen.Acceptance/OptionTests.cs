using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>What options and arguments may be: one rule for all of a kind, and errors that name the option.</summary>
public class OptionTests : ProcessTest
{
    private static readonly TimeSpan Negative = TimeSpan.FromSeconds(-2);

    [Fact]
    public void A_negative_time_is_refused_by_name_wherever_it_is_given()
    {
        (string Name, Action Set)[] all =
        [
            ("StartTimeout", () => _ = new LifeJobs.NothingProcess { StartTimeout = Negative }),
            ("StartTimeout", () => _ = new LifeJobs.NothingProcess { StartTimeout = TimeSpan.Zero }),
            ("GracePeriod", () => _ = new LifeJobs.NothingProcess { GracePeriod = Negative }),
            ("IdleTimeout", () => _ = new ProcessPoolOptions { IdleTimeout = Negative }),
            ("MaxWorkerAge", () => _ = new ProcessPoolOptions { MaxWorkerAge = Negative }),
            ("DrainTimeout", () => _ = new ProcessPoolOptions { DrainTimeout = Negative }),
            ("GracePeriod", () => _ = new ProcessPoolOptions { GracePeriod = Negative }),
            ("RestartWindow", () => _ = new ProcessPoolOptions { RestartWindow = TimeSpan.Zero }),
            ("StartTimeout", () => _ = new ProcessPoolOptions { StartTimeout = Negative }),
            ("Timeout", () => _ = new CallOptions { Timeout = TimeSpan.Zero }),
            ("Grace", () => _ = new CallOptions { Grace = Negative }),
            ("HandshakeTimeout", () => _ = new ConnectionOptions { HandshakeTimeout = Negative }),
        ];
        Assert.All(all, static one => Assert.Throws<ArgumentOutOfRangeException>(one.Name, one.Set));
    }

    [Fact]
    public void A_number_out_of_range_is_refused_by_name()
    {
        (string Name, Action Set)[] all =
        [
            ("MessageLimit", () => _ = new LifeJobs.NothingProcess { MessageLimit = 0 }),
            ("HeapLimit", () => _ = new LifeJobs.NothingProcess { HeapLimit = 1 }),
            ("Workers", () => _ = new ProcessPool(0)),
            ("MinWorkers", () => _ = new ProcessPoolOptions { MinWorkers = -1 }),
            ("MaxWorkers", () => _ = new ProcessPoolOptions { MaxWorkers = 0 }),
            ("StandbyWorkers", () => _ = new ProcessPoolOptions { StandbyWorkers = -1 }),
            ("StartConcurrency", () => _ = new ProcessPoolOptions { StartConcurrency = 0 }),
            ("MaxTasksPerWorker", () => _ = new ProcessPoolOptions { MaxTasksPerWorker = 0 }),
            ("MaxAttempts", () => _ = new ProcessPoolOptions { MaxAttempts = 0 }),
            ("QueueLimit", () => _ = new ProcessPoolOptions { QueueLimit = 0 }),
            ("QuarantineAfter", () => _ = new ProcessPoolOptions { QuarantineAfter = 0 }),
            ("MaxRestarts", () => _ = new ProcessPoolOptions { MaxRestarts = 0 }),
            ("WorkerMemoryLimit", () => _ = new ProcessPoolOptions { WorkerMemoryLimit = 1 }),
            ("RecycleAboveMemory", () => _ = new ProcessPoolOptions { RecycleAboveMemory = 0 }),
            ("GCHeapCount", () => _ = new ProcessPoolOptions { GCHeapCount = 0 }),
            ("GCConserveMemory", () => _ = new ProcessPoolOptions { GCConserveMemory = 10 }),
            ("MessageLimit", () => _ = new ProcessPoolOptions { MessageLimit = 0 }),
            ("ProcessorAffinity", () => _ = new ProcessPoolOptions { ProcessorAffinity = [-1] }),
            ("MaxAttempts", () => _ = new CallOptions { MaxAttempts = 0 }),
            ("ChunkSize", () => _ = new MapOptions { ChunkSize = 0 }),
            ("Prefetch", () => _ = new MapOptions { Prefetch = 0 }),
            ("MaxMessageSize", () => _ = new ConnectionOptions { MaxMessageSize = -1 }),
            ("Backlog", () => _ = new ConnectionOptions { Backlog = 0 }),
        ];
        Assert.All(all, static one => Assert.Throws<ArgumentOutOfRangeException>(one.Name, one.Set));
        Assert.Throws<ArgumentException>("ProcessorAffinity", static () => new ProcessPoolOptions { ProcessorAffinity = [] });
        Assert.Throws<ArgumentException>("Name", static () => new ProcessPoolOptions { Name = " " });
    }

    [Fact]
    public void A_value_that_an_enumeration_does_not_have_is_refused_by_name()
    {
        (string Name, Action Set)[] all =
        [
            ("OnParentExit", () => _ = new LifeJobs.NothingProcess { OnParentExit = (OnParentExit)7 }),
            ("Output", () => _ = new LifeJobs.NothingProcess { Output = (OutputMode)7 }),
            ("Output", () => _ = new ProcessPoolOptions { Output = (OutputMode)7 }),
            ("QueueFullMode", () => _ = new ProcessPoolOptions { QueueFullMode = (QueueFullMode)7 }),
            ("Priority", () => _ = new ProcessPoolOptions { Priority = (ProcessPriorityClass)7 }),
            ("ErrorMode", () => _ = new MapOptions { ErrorMode = (MapErrorMode)7 }),
            ("theLock", () => _ = new SharedValue<int>(1, (LockChoice)7)),
            ("theLock", () => _ = new SharedArray<int>(1, (LockChoice)7)),
        ];
        Assert.All(all, static one => Assert.Throws<ArgumentOutOfRangeException>(one.Name, one.Set));
        Assert.Contains("Inherit, Capture, Null", Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { Output = (OutputMode)7 }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("=")]
    [InlineData("A\0B")]
    public void A_variable_without_a_proper_name_is_refused_where_it_is_set(string name)
    {
        Dictionary<string, string?> variables = new() { [name] = "value" };
        Assert.Throws<ArgumentException>("EnvironmentVariables", () => new LifeJobs.NothingProcess { EnvironmentVariables = variables });
        Assert.Throws<ArgumentException>("EnvironmentVariables", () => new ProcessPoolOptions { EnvironmentVariables = variables });
        variables.Clear();
        using LifeJobs.NothingProcess changedLater = new() { EnvironmentVariables = variables };
        variables[name] = null;
        Assert.Throws<ArgumentException>("EnvironmentVariables", changedLater.Start);
        Assert.False(changedLater.IsAlive);
    }

    [Fact]
    public void A_value_that_the_environment_cannot_hold_is_refused() =>
        Assert.Throws<ArgumentException>("EnvironmentVariables", static () => new LifeJobs.NothingProcess { EnvironmentVariables = new Dictionary<string, string?> { ["A"] = "b\0c" } });

    // Timers and waits of .NET hold 24 or 49 days. To say more than that means for ever.
    [Fact]
    public async Task A_time_that_no_timer_holds_is_for_ever()
    {
        TimeSpan most = TimeSpan.MaxValue;
        using (var process = new LifeJobs.NothingProcess { StartTimeout = most, GracePeriod = most }.Started())
        {
            Assert.True(process.Join(most));
            Assert.Equal(0, process.ExitCode);
        }

        ProcessPoolOptions options = new()
        {
            Workers = 1, MinWorkers = 0, StartTimeout = most, GracePeriod = most, DrainTimeout = most, IdleTimeout = most, MaxWorkerAge = most, RestartWindow = most, MaxRestarts = 1,
        };
        await using (ProcessPool pool = new(options))
        {
            ITargetExecutor careful = pool.With(new CallOptions { Timeout = most, Grace = most, KillOnCancel = true });
            Assert.Equal(4, careful.PoolJobs.Square(2));
            Assert.Equal(9, await careful.PoolJobs.SquareAsync(3).Soon());
            using CancellationTokenSource soon = new();
            Reports<int> running = new();
            Task<int> waiting = careful.PoolJobs.WaitAsync(running, soon.Token);
            await running.First;
            await soon.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(waiting.Soon);
            pool.Close();
            Assert.True(pool.Join(most));
        }

        using ProcessListener<int> listener = new($"@{Names.New()}", new ConnectionOptions { HandshakeTimeout = most });
        Task<Connection<int>> accepting = listener.AcceptAsync(TestToken);
        using Connection<int> client = ProcessClient.Connect<int>(listener.Address, new ConnectionOptions { HandshakeTimeout = Timeout.InfiniteTimeSpan });
        using Connection<int> server = await accepting.Soon();
        Assert.True(client.TrySend(1, most));
        Assert.True(server.Poll(most));
        Assert.True(server.TryReceive(out int item, most));
        Assert.Equal(1, item);
        using ProcessQueue<int> queue = new(1);
        queue.Put(1, most);
        Assert.Equal([queue], ProcessWait.Any(most, queue));
        Assert.Equal((true, 1), await queue.TryGetAsync(most, TestToken));
        using ProcessBarrier alone = new(1, timeout: most);
        Assert.Equal(0, alone.Wait());
        Assert.Equal(0, await alone.WaitAsync(most, TestToken));
    }

    [Fact]
    public async Task The_times_of_a_pool_may_be_for_ever()
    {
        TimeSpan endless = Timeout.InfiniteTimeSpan;
        await using ProcessPool pool = new(new ProcessPoolOptions
        {
            Workers = 1, MinWorkers = 0, StartTimeout = endless, GracePeriod = endless, IdleTimeout = endless, MaxWorkerAge = endless, RestartWindow = endless,
            Initializer = static worker => worker.PoolJobs.Square(1),
        });
        int first = pool.PoolJobs.OwnId();
        await Task.Delay(300, TestToken);
        Assert.Equal(first, await pool.With(new CallOptions { Timeout = endless, Grace = endless }).PoolJobs.OwnIdAsync().Soon());
    }
}
