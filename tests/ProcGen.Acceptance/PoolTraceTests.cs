using System.Collections.Concurrent;
using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>A trace goes through the workers, where somebody traces, and costs nothing where nobody does.</summary>
public class PoolTraceTests : ProcessTest
{
    private readonly ConcurrentQueue<Spanned> _heard = new();

    [Fact]
    public async Task A_target_runs_under_a_span_of_its_callers_trace()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Name = "traced" });
        using ActivityListener listener = Listen();
        using Activity request = new("request") { TraceStateString = "vendor=7" };
        request.Start();
        ITargetExecutor tagged = pool.With(new CallOptions { Tag = "mine" });
        List<Found?> found =
        [
            tagged.TraceJobs.Find(),
            await tagged.TraceJobs.FindAsync().Soon(),
            await tagged.TraceJobs.FindLaterAsync().Soon(),
            .. await tagged.TraceJobs.FindTwiceAsync().ToArrayAsync(TestToken),
            .. tagged.TraceJobs.MapFindFor([1]),
        ];
        Assert.Same(request, Activity.Current);
        Spanned[] spans = [.. _heard];
        Assert.Equal(["Find", "Find", "FindLater", "FindTwice", "FindFor"], spans.Select(static span => span.Name.Split('.')[^1]));
        Assert.All(spans, span =>
        {
            Assert.Equal(("Client", request.TraceId.ToString(), request.SpanId.ToString(), "Unset"), (span.Kind, span.TraceId, span.ParentSpanId, span.Status));
            Assert.Equal(
                [("procgen.attempt", "1"), ("procgen.outcome", "completed"), ("procgen.pool", "traced"), ("procgen.tag", "mine"), ("procgen.target", span.Name), ("procgen.worker.pid", $"{pool.WorkerProcessIds[0]}")],
                span.Tags.Select(static tag => (tag.Key, tag.Value!)).Order());
        });

        // Each target finds the span of its own call above it; both halves of the stream are one call.
        Assert.Equal([0, 1, 2, 3, 3, 4], found.Select(one => Array.FindIndex(spans, span => span.SpanId == one!.ParentSpanId)));
        Assert.All(found, one => Assert.Equal((request.TraceId.ToString(), "vendor=7"), (one!.TraceId, one.TraceState)));
    }

    [Fact]
    public async Task A_span_of_the_workers_own_continues_the_callers()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Initializer = static worker => worker.TraceJobs.Listen() });
        using ActivityListener listener = Listen();
        Assert.NotNull(await pool.TraceJobs.FindAsync().Soon());
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ThrowAsync("no").Soon());
        Spanned[] there = await pool.TraceJobs.HearAsync().Soon();
        Assert.Equal(["completed", "failed"], there.Select(static span => span.Tags["procgen.outcome"]));
        Assert.Equal(["Unset", "Error"], there.Select(static span => span.Status));
        Assert.All(there, span => Assert.Equal(("Server", $"{pool.WorkerProcessIds[0]}", "1"), (span.Kind, span.Tags["procgen.worker.pid"], span.Tags["procgen.attempt"])));
        Assert.Equal(_heard.Take(2).Select(static span => (span.TraceId, span.SpanId, span.Name)), there.Select(static span => (span.TraceId, span.ParentSpanId, span.Name)));
    }

    [Fact]
    public async Task Without_a_listener_the_current_activity_is_carried_on()
    {
        await using ProcessPool pool = new(1);
        using Activity request = new("request");
        request.Start();
        foreach (Found? found in (Found?[])[pool.TraceJobs.Find(), await pool.TraceJobs.FindAsync().Soon()])
        {
            Assert.Equal((request.TraceId.ToString(), request.SpanId.ToString()), (found!.TraceId, found.ParentSpanId));
        }

        request.Stop();
        Assert.Null(pool.TraceJobs.Find());
    }

    [Fact]
    public async Task Where_nobody_traces_a_worker_does_not_even_load_what_it_would_take()
    {
        await using ProcessPool pool = new(1);
        Assert.Null(Activity.Current);
        Assert.False(pool.TraceJobs.HasLoadedActivities());
        Assert.False(await pool.TraceJobs.HasLoadedActivitiesAsync().Soon());
        using Activity request = new("request");
        request.Start();
        Assert.True(pool.TraceJobs.HasLoadedActivities());
    }

    [Fact]
    public async Task A_span_tells_how_its_call_ended()
    {
        string file = Path.Combine(NewFolder(), "go");
        ProcessPool pool = new(1);
        using ActivityListener listener = Listen();
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ThrowAsync("no").Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(3).Soon());
        Assert.Equal(3, await pool.With(new CallOptions { MaxAttempts = 3 }).PoolJobs.DieUntilAsync(3).Soon());
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        using CancellationTokenSource source = new();
        Task<int> queued = pool.PoolJobs.SquareAsync(2, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Soon());
        await File.WriteAllTextAsync(file, "", TestToken);
        await first.Soon();
        await pool.DisposeAsync();
        Assert.Throws<InvalidOperationException>(() => pool.PoolJobs.Square(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.SquareAsync(1).Soon());
        Assert.Equal(
            [("failed", "1", "System.InvalidOperationException"), ("lost", "1", "ProcGen.WorkerLostException"), ("completed", "3", null), ("cancelled", "1", "System.OperationCanceledException"), ("completed", "1", null), ("refused", "1", "System.InvalidOperationException"), ("refused", "1", "System.InvalidOperationException")],
            _heard.Select(static span => (span.Tags["procgen.outcome"], span.Tags["procgen.attempt"], span.Tags.GetValueOrDefault("error.type"))));
        Assert.All(_heard, static span => Assert.Equal(span.Tags["procgen.outcome"] == "completed" ? "Unset" : "Error", span.Status));
    }

    private ActivityListener Listen()
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "ProcGen",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _heard.Enqueue(Spanned.Of(activity)),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
