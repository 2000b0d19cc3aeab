using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>What callers see of their calls: results, errors, callbacks and waits are those of tasks; nothing is held afterwards.</summary>
public class PoolOutcomeTests : ProcessTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PO4_One_of_the_two_callbacks_of_a_map_is_called_and_once(bool fails)
    {
        await using ProcessPool pool = new(2);
        ConcurrentQueue<object> called = new();
        Task<int[]> map = pool.MapJobs.MapChooseAsync(Enumerable.Range(0, 20).Select(i => (i, fails ? 7 : -1, -1))).ToArrayAsync(TestToken).AsTask();
        await CallBack(map, called);
        Assert.Equal(fails ? typeof(InvalidOperationException) : typeof(int[]), Assert.Single(called).GetType());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PO21_One_of_the_two_callbacks_of_a_call_is_called_and_once(bool fails)
    {
        await using ProcessPool pool = new(1);
        ConcurrentQueue<object> called = new();
        await CallBack(fails ? pool.PoolJobs.ThrowAsync("called back") : pool.PoolJobs.SquareAsync(3), called);
        object outcome = Assert.Single(called);
        Assert.Equal(fails ? "called back" : "9", outcome is InvalidOperationException exception ? exception.Message : $"{outcome}");
    }

    [Fact]
    public async Task PO8_Who_wants_a_result_waits_for_it_as_long_as_he_likes()
    {
        await using ProcessPool pool = new(1);
        string file = Path.Combine(NewFolder(), "go");
        Reports<int> running = new();
        Task<int> call = pool.WorkerJobs.WaitForFileAsync(running, file);
        int worker = await running.First;
        Assert.False(await Ends(call, TimeSpan.Zero));
        Assert.False(await Ends(call, TimeSpan.FromMilliseconds(20)));
        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(TimeSpan.FromMilliseconds(20), TestToken));
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.Equal(worker, await call.Soon());
    }

    [Fact]
    public async Task PO17_An_executor_of_this_process_throws_the_very_exception()
    {
        InlineExecutor inline = new();
        Assert.Equal(5, Assert.Throws<ForeignException>(() => inline.FaultJobs.ThrowForeign()).Number);
        ForeignException thrown = await Assert.ThrowsAsync<ForeignException>(() => inline.FaultJobs.ThrowForeignAsync());
        Assert.DoesNotContain("in process", thrown.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ForeignException>(() => inline.FaultJobs.ThrowForeignAsync().WaitAsync(Deadlines.Event, TestToken));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task PO19_Arguments_and_results_are_held_by_nobody_after_the_call(bool waits, bool throws)
    {
        await using ProcessPool pool = new(1);
        WeakReference[] passengers = await Task.Run(() => waits ? Task.FromResult(Pass(pool, throws)) : PassAsync(pool, throws), TestToken);
        await AreCollected(passengers);
        (int passed, int held) = await pool.PoolOutcomeJobs.CountPassengersAsync().Soon();
        Assert.Equal((throws ? 1 : 2, 0), (passed, held));
    }

    [Fact]
    public async Task EX4_Arguments_and_results_of_a_map_are_held_by_nobody_once_they_were_read()
    {
        await using ProcessPool pool = new(1);
        WeakReference[] passengers = await Task.Run(() => MapAsync(pool), TestToken);
        await AreCollected(passengers);
        Assert.Equal((20, 0), await pool.PoolOutcomeJobs.CountPassengersAsync().Soon());
    }

    [Theory]
    [InlineData("")]
    [InlineData("words")]
    public async Task EX4_An_exception_that_looks_like_none_is_thrown_all_the_same(string message)
    {
        await using ProcessPool pool = new(1);
        HollowException thrown = await Assert.ThrowsAsync<HollowException>(() => pool.PoolOutcomeJobs.ThrowHollowAsync(message).Soon());
        Assert.Equal(message, thrown.Message);
        Assert.Throws<HollowException>(() => pool.PoolOutcomeJobs.ThrowHollow(message));
        MapResult<int> result = Assert.Single(await pool.PoolOutcomeJobs.MapThrowHollowResultsAsync([message]).ToArrayAsync(TestToken));
        Assert.False(result.IsSuccess);
    }

    [Fact]
    public async Task EX1_Arguments_are_given_by_place_and_by_any_name()
    {
        await using ProcessPool pool = new(1);
        Assert.Equal("1 2 3 4 5 self class", pool.PoolOutcomeJobs.Name("1", "2", "3", "4", "5"));
        Assert.Equal(
            "a b c d e f g",
            await pool.PoolOutcomeJobs.NameAsync(@class: "g", self: "f", cancellationToken: "e", inputs: "d", options: "c", call: "b", executor: "a").Soon());
        Assert.Equal(["1 2 3 4 5 6 7"], pool.PoolOutcomeJobs.MapName([("1", "2", "3", "4", "5", "6", "7")]));
    }

    [Fact]
    public async Task EX5_The_death_of_a_worker_fails_its_call_and_neither_those_that_wait_nor_the_next()
    {
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> begun = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task<int>[] waiting = [.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? pool.PoolJobs.SquareAsync(i) : Task.Run(() => pool.PoolJobs.Square(i)))];
        Kill(worker);
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
        Assert.Equal(Enumerable.Range(0, 10).Select(PoolJobs.Square), await Task.WhenAll(waiting).Soon());
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task EX6_Each_lost_call_has_an_exception_of_its_own_that_names_the_end()
    {
        await using ProcessPool pool = new(2);
        Reports<int>[] running = [new(), new()];
        Task<int>[] calls = [.. running.Select(one => pool.PoolJobs.HangAsync(one))];
        int[] workers = await Task.WhenAll(running.Select(static one => one.First));
        Kill(workers[0]);
        Kill(workers[1]);
        WorkerLostException[] lost = await Task.WhenAll(calls.Select(static call => Assert.ThrowsAsync<WorkerLostException>(() => call.Soon())));
        Assert.Equal(workers, lost.Select(static one => one.ProcessId));
        Assert.All(lost, static one => Assert.Contains($"{one.ProcessId} that ran ProcGen.Acceptance.PoolJobs.Hang was lost: it ended by signal 9", one.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EX6_Each_call_of_a_pool_that_stops_has_an_exception_of_its_own_that_names_the_cause()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Initializer = static worker => worker.WorkerJobs.FailToSetUp("exit") });
        Task<int>[] calls = [.. Enumerable.Range(0, 4).Select(i => i % 2 == 0 ? pool.PoolJobs.SquareAsync(i) : Task.Run(() => pool.PoolJobs.Square(i)))];
        ProcessStartException[] stopped = await Task.WhenAll(calls.Select(static call => Assert.ThrowsAsync<ProcessStartException>(() => call.Soon())));
        Assert.Equal(4, stopped.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.All(stopped, static one => Assert.Equal((3, true), (one.ExitStatus!.Code, one.Message.Contains("code 3", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task EX7_An_exception_tells_the_stack_and_the_source_of_its_process()
    {
        await using ProcessPool pool = new(1);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => pool.FaultJobs.ThrowInnerAsync().Soon());
        Assert.Matches(@"FaultJobs\.ThrowInner\(\).*FaultJobs\.cs:line \d+", thrown.StackTrace);
        Assert.Contains($"({pool.WorkerProcessIds[0]})", thrown.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(Deadlines.Soon), thrown.StackTrace![thrown.StackTrace!.IndexOf("in process", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("lost.txt", Assert.IsType<FileNotFoundException>(thrown.InnerException).FileName);
    }

    [Fact]
    public async Task EX10_A_close_returns_at_once_and_what_was_asked_is_run()
    {
        string file = Path.Combine(NewFolder(), "go");
        ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> first = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        Task<int>[] waiting = [.. Enumerable.Range(0, 5).Select(i => pool.PoolJobs.SquareAsync(i))];
        pool.Close();
        Assert.False(pool.Join(TimeSpan.Zero));
        Assert.False(first.IsCompleted);
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.Equal(Enumerable.Range(0, 5).Select(PoolJobs.Square), await Task.WhenAll(waiting).Soon());
        await first.Soon();
        Assert.True(pool.Join(Deadlines.Event));
    }

    [Fact]
    public async Task EX21_Callbacks_run_once_in_order_and_their_errors_are_their_own()
    {
        string file = Path.Combine(NewFolder(), "go");
        await using ProcessPool pool = new(1);
        Task<int> call = pool.WorkerJobs.WaitForFileAsync(new Reports<int>(), file);
        ConcurrentQueue<int> called = new();
        Task Add(int number, bool throws = false) => call.ContinueWith(
            _ =>
            {
                called.Enqueue(number);
                if (throws)
                {
                    throw new FormatException("from a callback");
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        Task[] callbacks = [Add(1), Add(2, throws: true), Add(3)];
        await File.WriteAllTextAsync(file, "", TestToken);
        await call.Soon();
        await Assert.ThrowsAsync<FormatException>(() => Task.WhenAll(callbacks).Soon());
        Task late = Add(4);
        Assert.True(late.IsCompleted);
        Assert.Equal([1, 2, 3, 4], called);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task EX24_All_the_first_and_the_first_error_are_waited_for_as_of_any_tasks()
    {
        string file = Path.Combine(NewFolder(), "go");
        await using ProcessPool pool = new(1);
        Task<int> done = pool.PoolJobs.SquareAsync(2);
        await done.Soon();
        Task<int> failed = pool.PoolJobs.ThrowAsync("first");
        await Assert.ThrowsAsync<InvalidOperationException>(() => failed.Soon());
        using CancellationTokenSource source = new();
        Reports<int> running = new();
        Task<int> slow = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        Task<int> cancelled = pool.PoolJobs.SquareAsync(3, source.Token);
        await source.CancelAsync();

        Assert.Same(done, await Task.WhenAny(slow, done, done).Soon());
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAll(done, slow, slow).WaitAsync(TimeSpan.FromMilliseconds(20), TestToken));
        Task firstError = await FirstError([done, slow, cancelled, failed]).Soon();
        Assert.True(firstError == cancelled || firstError == failed);
        await File.WriteAllTextAsync(file, "", TestToken);
        Assert.Equal(4, (await Task.WhenAll(done, slow, done, slow).Soon()).Length);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Task.WhenAll(done, cancelled, failed).Soon());
        Assert.Equal("first", thrown.Message);
        Assert.True(cancelled.IsCanceled);
    }

    [Fact]
    public async Task EX25_Calls_come_once_each_as_they_end()
    {
        string file = Path.Combine(NewFolder(), "go");
        await using ProcessPool pool = new(2);
        Reports<int> running = new();
        Task<int> slow = pool.WorkerJobs.WaitForFileAsync(running, file);
        await running.First;
        Task<int>[] quick = [.. Enumerable.Range(0, 5).Select(i => pool.PoolJobs.SquareAsync(i))];
        List<Task<int>> seen = [];
        HashSet<Task<int>> asked = [slow, .. quick, .. quick, slow];
        await foreach (Task<int> ended in Task.WhenEach(asked).WithCancellation(TestToken))
        {
            seen.Add(ended);
            if (seen.Count == quick.Length)
            {
                Assert.DoesNotContain(slow, seen);
                await File.WriteAllTextAsync(file, "", TestToken);
            }
        }

        Assert.Equal(6, seen.Count);
        Assert.Equal(6, seen.Distinct().Count());
        Assert.Same(slow, seen[^1]);
    }

    [Fact]
    public async Task EX25_Results_of_a_map_come_once_each_and_are_not_kept_for_those_that_follow()
    {
        await using ProcessPool pool = new(1);
        TaskCompletionSource more = new();
        IAsyncEnumerator<MapResult<Passenger>> results = pool.PoolOutcomeJobs.MapPassResultsAsync(Slow(), new MapOptions { Ordered = false, ChunkSize = 1 }).GetAsyncEnumerator(TestToken);
        WeakReference first = await Next(results);
        WeakReference second = await Next(results);
        await AreCollected([first]);
        more.SetResult();
        await Next(results);
        await AreCollected([second]);
        Assert.False(await results.MoveNextAsync().AsTask().Soon());
        await results.DisposeAsync();

        async IAsyncEnumerable<(Passenger, bool)> Slow()
        {
            yield return (new Passenger([1]), false);
            yield return (new Passenger([2]), false);
            await more.Task;
            yield return (new Passenger([3]), false);
        }
    }

    private static async Task CallBack<T>(Task<T> task, ConcurrentQueue<object> called)
    {
        Task onResult = task.ContinueWith(ended => called.Enqueue(ended.Result!), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        Task onError = task.ContinueWith(ended => called.Enqueue(ended.Exception!.InnerException!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

        // The one that is not called is cancelled.
        await Task.WhenAll(onResult, onError).WaitAsync(Deadlines.Event, TestToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(onResult.IsCompleted && onError.IsCompleted);
    }

    // As a caller that has a thread to wait on.
    private static Task<bool> Ends(Task call, TimeSpan time) => Task.Run(() => call.Wait(time, TestToken));

    private static async Task<Task> FirstError(Task[] tasks)
    {
        await foreach (Task ended in Task.WhenEach(tasks))
        {
            if (!ended.IsCompletedSuccessfully)
            {
                return ended;
            }
        }

        throw new InvalidOperationException("All went well.");
    }

    private static Task AreCollected(WeakReference[] passengers) => Deadlines.Until(
        () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !passengers.Any(static passenger => passenger.IsAlive);
        },
        "nobody holds what was passed");

    // Frames of their own, so that no variable of a test holds what is passed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Pass(ProcessPool pool, bool throws)
    {
        Passenger passenger = new(new byte[1000]);
        if (throws)
        {
            Assert.Throws<InvalidOperationException>(() => pool.PoolOutcomeJobs.Pass(passenger, throws));
            return [new WeakReference(passenger)];
        }

        return [new WeakReference(passenger), new WeakReference(pool.PoolOutcomeJobs.Pass(passenger, throws))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> PassAsync(ProcessPool pool, bool throws)
    {
        Passenger passenger = new(new byte[1000]);
        WeakReference argument = new(passenger);
        if (throws)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolOutcomeJobs.PassAsync(passenger, throws).Soon());
            return [argument];
        }

        return [argument, new WeakReference(await pool.PoolOutcomeJobs.PassAsync(passenger, throws).Soon())];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> MapAsync(ProcessPool pool)
    {
        (Passenger, bool)[] passengers = [.. Enumerable.Range(0, 10).Select(static i => (new Passenger(new byte[i]), false))];
        List<WeakReference> all = [.. passengers.Select(static one => new WeakReference(one.Item1))];
        await foreach (Passenger answer in pool.PoolOutcomeJobs.MapPassAsync(passengers, new MapOptions { ChunkSize = 3 }))
        {
            all.Add(new WeakReference(answer));
        }

        return [.. all];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Next(IAsyncEnumerator<MapResult<Passenger>> results)
    {
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        return new WeakReference(results.Current.Value);
    }
}
