using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>Many processes, at once and one after the other, and deaths at any moment.</summary>
public class LoadTests(ITestOutputHelper output) : ProcessTest
{
    [Fact]
    public void Fifty_processes_are_started_by_eight_threads()
    {
        int[] results = new int[50];
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < results.Length; i = Interlocked.Increment(ref next))
            {
                using var process = new LifeJobs.AddProcess(i, 1000).Started();
                results[i] = process.Result;
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Assert.All(threads, static thread => Assert.True(thread.Join(Deadlines.Event)));
        Assert.Equal(Enumerable.Range(1000, 50), results);
        Assert.Empty(ChildProcess.Active);
    }

    // The issue asks for a thousand; PROCGEN_STARTS=1000 makes it so.
    [Fact]
    public async Task Starts_in_a_row_leave_nothing_behind()
    {
        // A folder of its own for temporary files: other programs of this machine leave theirs in the common one.
        string folder = NewFolder();
        string? common = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", folder);
        try
        {
            await StartInARow(folder);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", common);
        }
    }

    private async Task StartInARow(string folder)
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("PROCGEN_STARTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : 100;
        for (int i = 0; i < 10; i++)
        {
            Use(i);
        }

        Footprint before = await Footprint.Take(folder);
        for (int i = 0; i < count; i++)
        {
            Use(i);
        }

        Footprint after = await Footprint.Take(folder);
        output.WriteLine($"{count} starts\nbefore {before}\nafter  {after}");
        Assert.Equal(before.Zombies, after.Zombies);
        Assert.InRange(after.Threads, 0, before.Threads + 2);
        Assert.Equal(before.Descriptors, after.Descriptors);
        Assert.Equal(before.Files, after.Files);

        // Some end by themselves, some are killed: those leave the files that the runtime makes for each process.
        static void Use(int i)
        {
            if (i % 4 == 3)
            {
                using var killed = new LifeJobs.HangProcess(new Reports<int>()).Started();
                killed.Kill();
                killed.Ended();
            }
            else
            {
                using var process = new LifeJobs.AddProcess(i, 1).Started();
                Assert.Equal(i + 1, process.Result);
                process.Ended();
            }
        }
    }

    // Killed at any moment between spawn and exit, a process has one outcome, and whoever waits hears of it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_death_at_any_moment_has_one_outcome(int seed)
    {
        Random random = new(seed);
        int succeeded = 0, lost = 0, notStarted = 0;
        for (int i = 0; i < 40; i++)
        {
            int delay = random.Next(0, 160);
            using var process = new LifeJobs.AddProcess(i, 1) { Output = OutputMode.Null }.Started();
            Task killing = Task.Run(async () =>
            {
                await Task.Delay(delay);
                SendSignal(process.Id, 9);
            });
            try
            {
                Assert.Equal(i + 1, await process.GetResultAsync().Soon());
                succeeded++;
            }
            catch (ProcessLostException exception)
            {
                Assert.Equal(9, exception.ExitStatus.Signal);
                lost++;
            }
            catch (ProcessStartException exception)
            {
                Assert.Equal(StartFailure.ExitedBeforeHello, exception.Failure);
                Assert.Equal(9, exception.ExitStatus?.Signal);
                notStarted++;
            }

            process.Ended();
            Assert.NotNull(process.ExitCode);
            await killing;
        }

        output.WriteLine($"{succeeded} gave a result, {lost} were lost, {notStarted} did not get as far as hello");
        Assert.Equal(40, succeeded + lost + notStarted);
    }

    [Fact]
    public async Task Terminations_at_any_moment_end_the_process()
    {
        Random random = new(3);
        for (int i = 0; i < 20; i++)
        {
            using var process = new LifeJobs.HangProcess(new Reports<int>()) { Output = OutputMode.Null }.Started();
            await Task.Delay(random.Next(0, 120), TestToken);
            process.Terminate();
            Assert.Equal(-15, process.Ended().ExitCode);
        }
    }

    [Fact]
    public async Task Disposing_at_any_moment_leaves_nobody()
    {
        Random random = new(4);
        for (int i = 0; i < 20; i++)
        {
            var process = new LifeJobs.AddProcess(i, 1) { Output = OutputMode.Null }.Started();
            await Task.Delay(random.Next(0, 120), TestToken);
            await process.DisposeAsync();
            Assert.NotNull(process.ExitCode);
            Assert.Null(ProcFs.Find(process.Id));
        }
    }

    [Fact]
    public async Task Many_wait_for_one()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running).Started();
        await running.First;
        Task<bool>[] joins = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => process.Join(Deadlines.Event)))];
        Task[] waits = [.. Enumerable.Range(0, 8).Select(_ => process.WaitForExitAsync())];
        process.Cancel();
        Assert.All(await Task.WhenAll(joins).Soon(), Assert.True);
        await Task.WhenAll(waits).Soon();
    }

    private sealed record Footprint(int Descriptors, int Threads, int Zombies, int Files)
    {
        public static async Task<Footprint> Take(string folder)
        {
            // What is closed by the last of several threads, or by a finalizer, may take a moment: the smallest of some looks counts.
            Footprint least = Look(folder);
            for (int i = 0; i < 20; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Delay(10, TestToken);
                Footprint now = Look(folder);
                least = new Footprint(
                    Math.Min(least.Descriptors, now.Descriptors), Math.Min(least.Threads, now.Threads), Math.Min(least.Zombies, now.Zombies), Math.Min(least.Files, now.Files));
            }

            return least;
        }

        private static Footprint Look(string folder) => new(
            ProcFs.Descriptors(Environment.ProcessId).Count,
            ProcFs.ThreadCount(Environment.ProcessId),
            ProcFs.ChildrenOf(Environment.ProcessId).Count(static child => child.IsZombie),
            Directory.GetFileSystemEntries(folder).Length);
    }
}
