namespace ProcGen.Acceptance;

/// <summary>Everything that can go wrong, at each place where it can: that call fails as it should, no other is touched, nothing hangs.</summary>
public class PoolGridTests : ProcessTest
{
    private static readonly ProcessPoolOptions Options = new()
    {
        Workers = 2,
        Output = OutputMode.Null,
        WorkerMemoryLimit = 64L << 20,
        GracePeriod = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<string> Faults => ["exception", "exit", "crash", "overflow", "memory", "hang"];

    protected override TimeSpan Patience => TimeSpan.FromSeconds(200);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task EX13_A_fault_at_any_place_of_a_call_is_that_calls(string fault)
    {
        await using ProcessPool pool = new(Options);
        Reports<int> running = new();
        using CancellationTokenSource source = new();
        Task<int> bystander = pool.PoolJobs.WaitAsync(running, source.Token);
        int id = await running.First;
        ITargetExecutor limited = fault == "hang" ? pool.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(50) }) : pool;
        Func<Task>[] places =
        [
            () => limited.GridJobs.ReadAsync(new Bomb { Fault = fault, Place = "read", Trigger = 1 }),
            () => limited.GridJobs.BodyAsync(fault),
            () => Task.Run(() => limited.GridJobs.Body(fault)),
            () => limited.GridJobs.ProgressAsync(fault, new Reports<Bomb>()),
            async () => await limited.GridJobs.ElementsAsync(fault).CountAsync(),
            () => limited.GridJobs.WriteAsync(fault),
            () => Task.Run(() => limited.GridJobs.Write(fault)),
        ];
        foreach (Func<Task> place in places)
        {
            Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => place().Soon());
            Assert.True(IsRight(fault, thrown), $"place {Array.IndexOf(places, place)}: {thrown}");
            Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
            Assert.False(bystander.IsCompleted);
        }

        Assert.True(ProcFs.Runs(id));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bystander.Soon());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task EX13_A_fault_in_the_initializer_stops_the_pool(string fault)
    {
        await using ProcessPool pool = new(Options with { Initializer = worker => worker.GridJobs.Body(fault), StartTimeout = fault == "hang" ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(60) });
        ProcessStartException stopped = await Assert.ThrowsAsync<ProcessStartException>(() => pool.PoolJobs.SquareAsync(2).Soon());
        Assert.Equal(StartFailure.InitializerFailed, stopped.Failure);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task EX13_A_fault_at_the_exit_touches_no_call_and_no_end(string fault)
    {
        ProcessPool pool = new(Options with { MaxTasksPerWorker = 1 });
        int id = await pool.GridJobs.AtExitAsync(fault).Soon();
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        await Deadlines.Until(() => !ProcFs.Runs(id), "the worker has gone");
        await pool.GridJobs.AtExitAsync(fault).Soon();
        pool.Close();
        Assert.True(pool.Join(Deadlines.Event));
        await pool.DisposeAsync();
    }

    private static bool IsRight(string fault, Exception thrown) => fault switch
    {
        "exception" => thrown is InvalidOperationException { Message: "bang" },
        "exit" => thrown is WorkerLostException { ExitStatus.Code: 5 },
        "crash" => thrown is WorkerLostException { Signal: 6 },
        "overflow" => thrown is WorkerLostException { Signal: 6 },
        "memory" => thrown is OutOfMemoryException or WorkerLostException,
        _ => thrown is TimeoutException,
    };
}
