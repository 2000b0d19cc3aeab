using System.Collections.Concurrent;

namespace ProcGen.Acceptance;

/// <summary>Ten thousand calls while workers are killed all the time.</summary>
public class PoolSoakTests(ITestOutputHelper output) : ProcessTest
{
    private const int Calls = 10_000;

    protected override TimeSpan Patience => TimeSpan.FromSeconds(300);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task X1_Each_of_many_calls_ends_exactly_once_whoever_is_killed(int attempts)
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 2, StandbyWorkers = 2 });
        ITargetExecutor careful = pool.With(new CallOptions { MaxAttempts = attempts });
        ConcurrentQueue<int> seen = new();
        int before = Descriptors();
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
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            try
            {
                (int worker, int square) = i % 4 == 0 ? await Task.Run(() => careful.SoakJobs.Square(i), CancellationToken.None) : await careful.SoakJobs.SquareAsync(i, CancellationToken.None);
                Assert.Equal(i * i, square);
                seen.Enqueue(worker);
                Interlocked.Increment(ref succeeded);
            }
            catch (WorkerLostException)
            {
                Interlocked.Increment(ref lost);
            }
        }).Soon(TimeSpan.FromSeconds(280));
        await done.CancelAsync();
        output.WriteLine($"{await killing} kills, {succeeded} results, {lost} lost; {pool.Statistics.WorkersStarted} workers started, {pool.Statistics.Retries} retries");
        Assert.Equal(Calls, succeeded + lost);
        Assert.True(attempts == 1 || lost == 0, $"{lost} calls were lost in spite of {attempts} attempts");
        PoolStatistics statistics = pool.Statistics;
        Assert.Equal((Calls, (long)succeeded, (long)lost), (statistics.Calls, statistics.Completed, statistics.Lost));
        await Deadlines.Until(() => pool.WorkerProcessIds.Count == 4 && Descriptors() <= before + 60, "as many workers and descriptors are open as before");
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;
}

public static partial class SoakJobs
{
    [ProcessTarget]
    public static (int Worker, int Square) Square(int number) => (Environment.ProcessId, number * number);
}
