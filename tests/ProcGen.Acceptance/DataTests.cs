using System.Collections.Concurrent;

namespace ProcGen.Acceptance;

/// <summary>What crosses: large, many and odd values, streams, progress, cancellation.</summary>
public class DataTests : ProcessTest
{
    [Fact]
    public async Task A_large_argument_and_a_large_result()
    {
        byte[] bytes = new byte[64 << 20];
        new Random(1).NextBytes(bytes);
        byte[] result = await DataJobs.InvertProcess.RunAsync(bytes).Soon();
        Assert.Equal(bytes.Length, result.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (result[i] != (byte)~bytes[i])
            {
                Assert.Fail($"The byte at {i} is wrong.");
            }
        }
    }

    [Fact]
    public async Task Collections_of_ten_thousand()
    {
        List<Reading> readings = [.. Enumerable.Range(0, 10_000).Select(static i => new Reading($"station {i}", [i, i / 3.0, double.NaN], DateTimeOffset.UnixEpoch.AddHours(i)))];
        Dictionary<string, Reading> index = await DataJobs.IndexProcess.RunAsync(readings).Soon();
        Assert.Equal(10_000, index.Count);
        Assert.All(readings, reading =>
        {
            Reading found = index[reading.Station];
            Assert.Equal(reading.Values, found.Values);
            Assert.Equal(reading.At, found.At);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("añ日本語🦊\0\r\n\u200f")]
    public async Task Text_of_any_kind(string text) =>
        Assert.Equal(DataJobs.Reverse(text), await DataJobs.ReverseProcess.RunAsync(text).Soon());

    [Fact]
    public async Task Arguments_are_taken_when_the_process_is_started()
    {
        byte[] bytes = [1, 2, 3];
        using var process = new DataJobs.InvertProcess(bytes).Started();
        bytes[0] = 99;
        Assert.Equal((byte[])[254, 253, 252], await process.GetResultAsync().Soon());
    }

    [Fact]
    public async Task Progress_comes_in_order_and_before_the_result()
    {
        Reports<int> reports = new();
        Assert.Equal(2000, await DataJobs.StepsProcess.RunAsync(2000, reports).Soon());
        Assert.Equal(Enumerable.Range(0, 2000), reports.All);
    }

    [Fact]
    public async Task A_stream_is_complete_and_in_order()
    {
        List<int> items = [];
        await foreach (int item in DataJobs.CountProcess.RunAsync(10_000))
        {
            items.Add(item);
        }

        Assert.Equal(Enumerable.Range(0, 10_000), items);
    }

    [Fact]
    public async Task A_stream_without_items()
    {
        await foreach (int _ in DataJobs.CountProcess.RunAsync(0))
        {
            Assert.Fail("There are none.");
        }
    }

    // The target tells how far it is; the reader stands still until that is as far as it may get.
    [Fact]
    public async Task A_stream_waits_for_its_reader()
    {
        Latest made = new();
        int read = 0;
        await foreach (int item in DataJobs.CountProcess.RunAsync(1000, made))
        {
            read++;
            Assert.InRange(made.Most - item, 0, 64);
            if (read == 1)
            {
                // It goes on without the reader, and then no further.
                await Deadlines.Until(() => made.Most >= 31, "the target has used its window");
                await Task.Delay(300, TestToken);
                Assert.InRange(made.Most, 31, 64);
            }
        }

        Assert.Equal(1000, read);
        Assert.InRange(made.Most, 31, 999);
    }

    [Fact]
    public async Task Leaving_a_stream_early_cancels_the_target()
    {
        Latest made = new();
        await foreach (int item in DataJobs.CountProcess.RunAsync(int.MaxValue, made))
        {
            if (item == 5)
            {
                break;
            }
        }

        Assert.Empty(ChildProcess.Active);
        Assert.InRange(made.Most, 5, 64 + 5);
    }

    [Fact]
    public async Task A_stream_has_one_reader()
    {
        using var process = new DataJobs.CountProcess(3).Started();
        IAsyncEnumerable<int> items = process.ReadAllAsync();
        Assert.Throws<InvalidOperationException>(() => process.ReadAllAsync());
        Assert.Equal(3, await items.CountAsync());
        Assert.Equal(0, process.Ended().ExitCode);
    }

    [Fact]
    public async Task An_exception_in_a_stream_comes_after_its_items()
    {
        List<int> items = [];
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (int item in DataJobs.CountAndThrowProcess.RunAsync(100))
            {
                items.Add(item);
            }
        });
        Assert.Equal("no more", thrown.Message);
        Assert.Equal(Enumerable.Range(0, 100), items);
    }

    [Fact]
    public async Task A_death_in_a_stream_comes_after_its_items()
    {
        List<int> items = [];
        using var process = new DataJobs.CountAndDieProcess(20) { Output = OutputMode.Null }.Started();
        await Assert.ThrowsAsync<ProcessLostException>(async () =>
        {
            await foreach (int item in process.ReadAllAsync())
            {
                items.Add(item);
            }
        });
        Assert.Equal(Enumerable.Range(0, 20), items);
    }

    [Fact]
    public async Task Cancelling_a_stream_ends_the_wait_and_the_target()
    {
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in DataJobs.CountProcess.RunAsync(int.MaxValue, cancellationToken: source.Token))
            {
                if (item == 10)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task Cancelling_a_call_cancels_the_target()
    {
        using CancellationTokenSource source = new();
        Reports<int> running = new();
        Task call = LifeJobs.WaitProcess.RunAsync(running, source.Token);
        await running.First;
        await source.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.Equal(source.Token, thrown.CancellationToken);
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task Cancelling_a_call_that_does_not_heed_ends_its_process()
    {
        using CancellationTokenSource source = new();
        Reports<int> running = new();
        Task call = LifeJobs.HangProcess.RunAsync(running, source.Token);
        await running.First;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_is_made_starts_nothing()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LifeJobs.AddProcess.RunAsync(1, 2, source.Token));
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task A_token_that_was_an_argument_cancels_a_started_process()
    {
        using CancellationTokenSource source = new();
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running, source.Token).Started();
        await running.First;
        await source.CancelAsync();
        Assert.Equal(1, process.Ended().ExitCode);
        Assert.IsAssignableFrom<OperationCanceledException>(process.Exception);
    }

    [Fact]
    public void A_target_runs_here_too()
    {
        Assert.Equal(3, new LifeJobs.AddProcess(1, 2).Run());
        Assert.Equal(Environment.ProcessId, new LifeJobs.DescribeProcess("x").Run().Id);
        Assert.Throws<InvalidTimeZoneException>(() => new LifeJobs.ThrowProcess("here").Run());
    }

    [Fact]
    public async Task An_object_crosses_with_its_state()
    {
        using var counter = new Counter { Name = "counter", Words = ["a", "b", "a"] }.Started();
        Assert.Equal(new Dictionary<string, int> { ["a"] = 2, ["b"] = 1 }, await counter.GetResultAsync().Soon());
        using var teller = new Teller("grete") { Output = OutputMode.Capture, Name = "teller" };
        Lines lines = new();
        teller.OutputReceived += lines.Add;
        teller.Started().Ended();
        Assert.Equal([$"hello grete from teller ({teller.Id}, current process)"], lines.Output);
    }

    /// <summary>The largest value that was reported.</summary>
    private sealed class Latest : IProgress<int>
    {
        private int _most = -1;

        public int Most => Volatile.Read(ref _most);

        public void Report(int value) => Volatile.Write(ref _most, Math.Max(_most, value));
    }
}

/// <summary>A class of its own that gives a result.</summary>
public partial class Counter : ChildProcess<Dictionary<string, int>>
{
    public required IReadOnlyList<string> Words { get; init; }

    [ProcessTarget]
    public override Dictionary<string, int> Run() => Words.GroupBy(static word => word).ToDictionary(static group => group.Key, static group => group.Count());
}

/// <summary>A class of its own with a primary constructor. Its code says Environment and means the one of .NET: no member of ours may be called that.</summary>
public partial class Teller(string who) : ChildProcess
{
    [ProcessTarget]
    public override void Run() => Console.WriteLine($"hello {who} from {this}{(Id == Environment.ProcessId ? "" : " in a stranger")}");
}
