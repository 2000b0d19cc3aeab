using System.Collections.Concurrent;
using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>Ten thousand calls, each of which takes a while, as workers are killed all the time.</summary>
public class PoolSoakTests(ITestOutputHelper output) : ProcessTest
{
    private const int Workers = 2;
    private const int Standby = 2;

    private static readonly int Calls = Asked.Number("PROCGEN_POOL_SOAK_CALLS", 10_000);

    protected override TimeSpan Patience => TimeSpan.FromSeconds(300);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task X1_Each_of_many_calls_ends_exactly_once_whoever_is_killed(int attempts)
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = Workers, StandbyWorkers = Standby });
        ITargetExecutor careful = pool.With(new CallOptions { MaxAttempts = attempts });

        // Whatever is made once is made.
        await UnderFire(careful, Calls / 20);
        Footprint before = await Footprint.Of(pool);
        PoolStatistics first = pool.Statistics;
        (int succeeded, int lost, int kills) = await UnderFire(careful, Calls);
        Footprint after = await Footprint.Of(pool);
        PoolStatistics all = pool.Statistics;
        int hit = all.Deaths.Count(static death => death.TargetName is not null);
        output.WriteLine($"{kills} kills, {succeeded} results, {lost} lost; {all.WorkersStarted} workers started, {all.Retries} retries; {hit} of the last {all.Deaths.Count} deaths in a call");
        output.WriteLine($"before {before}, after {after}");
        Assert.Equal(Calls, succeeded + lost);
        Assert.True(attempts == 1 || lost == 0, $"{lost} calls were lost in spite of {attempts} attempts");
        Assert.Equal((Calls, (long)succeeded, (long)lost), (all.Calls - first.Calls, all.Completed - first.Completed, all.Lost - first.Lost));

        // Kills hit calls that run: what is tested here.
        Assert.True(hit > 0 && (attempts == 1 ? lost : all.Retries) > 0);
        Assert.InRange(after.Descriptors, 0, before.Descriptors + 4);
        Assert.InRange(after.Heap, 0, before.Heap + (4 << 20));
    }

    private static async Task<(int Succeeded, int Lost, int Kills)> UnderFire(ITargetExecutor pool, int calls)
    {
        ConcurrentQueue<int> seen = new();
        using CancellationTokenSource done = new();
        Task<int> killing = Task.Run(async () =>
        {
            int kills = 0;
            while (!done.IsCancellationRequested)
            {
                await Task.Delay(20, CancellationToken.None);

                // Those who have answered since the last time: what is still starting is left alone, for else nobody would ever come to start.
                int[] working = [.. seen.Distinct()];
                seen.Clear();
                if (working.Length > 0)
                {
                    Kill(working[Random.Shared.Next(working.Length)]);
                    kills++;
                }
            }

            return kills;
        });
        int succeeded = 0, lost = 0;
        await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            try
            {
                (int worker, int square) = i % 4 == 0 ? await Task.Run(() => pool.SoakJobs.Work(i), CancellationToken.None) : await pool.SoakJobs.WorkAsync(i, CancellationToken.None);
                Assert.Equal(i * i, square);
                seen.Enqueue(worker);
                Interlocked.Increment(ref succeeded);
            }
            catch (WorkerLostException)
            {
                Interlocked.Increment(ref lost);
            }
        }).Soon(TimeSpan.FromSeconds(250));
        await done.CancelAsync();
        return (succeeded, lost, await killing);
    }

    /// <summary>What the test's process and its pool take up when all workers are there and nothing is under way.</summary>
    private sealed record Footprint(int Descriptors, long Heap)
    {
        public static async Task<Footprint> Of(ProcessPool pool)
        {
            await Deadlines.Until(
                () => pool.Statistics is { Busy: 0, QueueLength: 0 } now
                    && now.Workers.Count(static worker => worker.Phase == "active") == PoolSoakTests.Workers
                    && now.Workers.Count(static worker => worker.Phase == "standby") == Standby
                    && ProcFs.ChildrenOf(Environment.ProcessId).Count == PoolSoakTests.Workers + Standby,
                "there are as many workers as are to be, and nobody else");
            return new Footprint(Directory.GetFiles("/proc/self/fd").Length, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}

public static partial class SoakJobs
{
    /// <summary>Works for a millisecond, so that a kill finds it at work.</summary>
    [ProcessTarget]
    public static (int Worker, int Square) Work(int number)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(1))
        {
            Thread.SpinWait(20);
        }

        return (Environment.ProcessId, number * number);
    }
}
