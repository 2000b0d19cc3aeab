using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>What pools say of themselves to people, and what their workers' collectors are told.</summary>
public class PoolDescriptionTests : ProcessTest
{
    [Fact]
    public async Task The_statistics_are_a_text_that_people_can_read()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Name = "readers" });
        pool.With(new CallOptions { Tag = "seven" }).PoolJobs.Square(7);
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(3).Soon());
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        await Deadlines.Until(() => pool.Statistics.Busy == 0, "the worker is free again");
        PoolStatistics told = pool.Statistics;
        string[] lines = told.ToString().Split(Environment.NewLine);
        Assert.Equal("3 calls: 2 completed, 0 failed, 0 cancelled, 1 lost, 0 running, 0 waiting; 0 tried again", lines[0]);
        Assert.Matches(@"^worked [0-9.]+ s, waited [0-9.]+ s, idle [0-9.]+ s; [0-9]+ bytes sent, [0-9]+ received; 2 workers started, 1 after a death, 1 run$", lines[1]);
        Assert.Matches($@"^  readers-2 \({pool.WorkerProcessIds[0]}\): active, 1 calls, worked [0-9.]+ s of [0-9.]+ s, [0-9]+ bytes sent, [0-9]+ received$", lines[2]);
        Assert.Contains(lines, static line => line.StartsWith("  slowest: ProcGen.Acceptance.PoolJobs.Square 'seven', ", StringComparison.Ordinal));
        Assert.EndsWith($" readers-1 ({told.Deaths[0].ProcessId}) exited with code 3, in ProcGen.Acceptance.PoolJobs.Exit", lines[^1], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
        Assert.Equal("readers (running: 1 workers, 0 busy, 0 calls waiting)", pool.ToString());
    }

    [Fact]
    public async Task What_workers_did_stays_counted_when_they_are_gone()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1 });
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        PoolStatistics before = pool.Statistics;
        Assert.Equal((0, null), (before.Restarts, before.LastDeath));
        Assert.Equal((0, null), (before.Workers[0].Restarts, before.Workers[0].LastDeath));
        Assert.Equal((before.Workers[0].BytesSent, before.Workers[0].BytesReceived), (before.BytesSent, before.BytesReceived));
        Assert.True(before.BytesSent > 0 && before.BytesReceived > 0);
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(3).Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(4).Soon());
        Assert.Equal(9, await pool.PoolJobs.SquareAsync(3).Soon());
        PoolStatistics after = pool.Statistics;
        Assert.Equal((2, 4), (after.Restarts, after.LastDeath!.ExitStatus.Code));
        WorkerStatistics worker = Assert.Single(after.Workers);
        Assert.Equal((2, after.LastDeath), (worker.Restarts, worker.LastDeath));
        Assert.True(after.BytesSent > before.BytesSent + worker.BytesSent && after.BytesReceived > before.BytesReceived, after.ToString());
        Assert.True(after.Idle > before.Idle && after.Idle > worker.Idle && after.Waited >= worker.Waited, after.ToString());
    }

    [Fact]
    public async Task A_worker_that_has_a_call_is_not_idle()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, GracePeriod = TimeSpan.Zero });
        Reports<int> running = new();
        using CancellationTokenSource enough = new();
        Task<int> waiting = pool.PoolJobs.WaitAsync(running, enough.Token);
        await running.First;
        TimeSpan idle = pool.Statistics.Workers[0].Idle, worked = pool.Statistics.Workers[0].Worked;
        await Deadlines.Until(() => pool.Statistics.Workers[0].Worked > worked + TimeSpan.FromMilliseconds(50), "it has worked for longer");
        Assert.InRange(pool.Statistics.Workers[0].Idle - idle, -TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(waiting.Soon);
    }

    [Fact]
    public async Task The_last_hundred_deaths_are_kept()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 2, StandbyWorkers = 1 });
        for (int i = 0; i < 102; i++)
        {
            await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(i % 100).Soon());
        }

        await Deadlines.Until(() => pool.Statistics.Lost == 102, "all are counted");
        Assert.Equal(Enumerable.Range(2, 100).Select(static i => (int?)(i % 100)), pool.Statistics.Deaths.Select(static death => death.ExitStatus.Code));
        Assert.Equal(pool.Statistics.Deaths.OrderBy(static death => death.Time), pool.Statistics.Deaths);
    }

    [Fact]
    public async Task Workers_have_the_collector_that_they_were_given_and_their_children_have_not()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, UseServerGC = true, GCHeapCount = 1, GCConserveMemory = 7 });
        Dictionary<string, string> settings = pool.CollectorJobs.Settings();
        Assert.Equal(("True", "1", "7"), (settings["ServerGC"], settings["HeapCount"], settings["GCConserveMem"]));
        Assert.Equal((string?[])[null, null, null], pool.CollectorJobs.Variables("DOTNET_gcServer", "DOTNET_GCHeapCount", "DOTNET_GCConserveMemory"));
    }

    [Fact]
    public void Settings_of_the_collector_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { GCHeapCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { GCConserveMemory = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPoolOptions { GCConserveMemory = 10 });
    }
}

public static partial class CollectorJobs
{
    [ProcessTarget]
    public static Dictionary<string, string> Settings() =>
        GC.GetConfigurationVariables().ToDictionary(static setting => setting.Key, static setting => Convert.ToString(setting.Value, CultureInfo.InvariantCulture) ?? "");

    [ProcessTarget]
    public static string?[] Variables(string first, string second, string third) => [.. new[] { first, second, third }.Select(Environment.GetEnvironmentVariable)];
}
