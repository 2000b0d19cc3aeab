namespace ProcGen.Acceptance;

/// <summary>The first pool: calls over workers, and what Python's pool does not survive.</summary>
public class PoolTests(ITestOutputHelper output) : ProcessTest
{
    [Fact]
    public async Task PO1_A_call_with_its_arguments_by_place_and_by_name()
    {
        await using ProcessPool pool = new(2);
        Assert.Equal(49, pool.PoolJobs.Square(7));
        Assert.Equal(8, pool.PoolJobs.Power(exponent: 3, number: 2));
        Assert.Equal(9, await pool.PoolJobs.PowerAsync(3).Soon());
    }

    [Fact]
    public async Task PO2_A_map_is_what_a_loop_gives()
    {
        await using ProcessPool pool = new(2);
        int[] numbers = [.. Enumerable.Range(0, 200)];
        int[] expected = [.. numbers.Select(PoolJobs.Square)];
        Assert.Equal(expected, pool.PoolJobs.MapSquare(numbers));
        List<int> streamed = [];
        await foreach (int square in pool.PoolJobs.MapSquareAsync(numbers))
        {
            streamed.Add(square);
        }

        Assert.Equal(expected, streamed);
    }

    // Who waits for each call before it makes the next gets its results on a way of their own: all that can become of a call must come over that, too.
    [Fact]
    public async Task Calls_that_are_awaited_one_by_one_end_as_they_should()
    {
        await using ProcessPool pool = new(1);
        for (int round = 0; round < 300; round++)
        {
            for (int number = 0; number < 20; number++)
            {
                Assert.Equal(number * number, await pool.PoolJobs.SquareAsync(number));
            }

            await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ThrowAsync("no").Soon());
        }

        using CancellationTokenSource stop = new();
        TaskCompletionSource<int> running = new();
        Task<int> waiting = pool.PoolJobs.WaitAsync(new Progress<int>(id => running.TrySetResult(id)), stop.Token);
        await running.Task.Soon();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        for (int death = 0; death < 5; death++)
        {
            for (int number = 0; number < 20; number++)
            {
                Assert.Equal(number * number, await pool.PoolJobs.SquareAsync(number).Soon());
            }

            await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(3).Soon());
        }
    }

    [Fact]
    public async Task PO5_An_argument_that_cannot_cross_is_that_error_and_no_hang()
    {
        await using ProcessPool pool = new(1);
        await Assert.ThrowsAsync<UnserializableValueException>(() => pool.PoolJobs.NameOfAsync(new Circle("round", 1)).Soon());
        Assert.Throws<UnserializableValueException>(() => pool.PoolJobs.NameOf(new Circle("round", 1)));
        Assert.Equal("plain", pool.PoolJobs.NameOf(new Shape("plain")));
    }

    [Fact]
    public async Task PO6_Empty_inputs_complete_at_once()
    {
        await using ProcessPool pool = new(1);
        Assert.Empty(pool.PoolJobs.MapSquare([]));
        Assert.Equal(0, await pool.PoolJobs.MapSquareAsync(Array.Empty<int>(), new MapOptions { Ordered = false }).CountAsync());
    }

    [Fact]
    public async Task PO11_Unordered_results_are_complete()
    {
        await using ProcessPool pool = new(2);
        int[] numbers = [.. Enumerable.Range(0, 100)];
        HashSet<int> squares = await pool.PoolJobs.MapSquareAsync(numbers, new MapOptions { Ordered = false }).ToHashSetAsync();
        Assert.Equal([.. numbers.Select(PoolJobs.Square)], squares);
    }

    [Fact]
    public async Task PO12_A_pool_has_the_workers_that_it_was_asked_for()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPool(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessPool(-1));
        await using ProcessPool pool = new(3);
        Assert.Equal(3, pool.Workers);
        Assert.Equal(3, pool.WorkerProcessIds.Count);
        Assert.All(pool.WorkerProcessIds, static id => Assert.True(ProcFs.Runs(id)));
    }

    [Fact]
    public async Task PO14_A_closed_pool_finishes_and_takes_no_more()
    {
        ProcessPool pool = new(1);
        Task<int>[] calls = [.. Enumerable.Range(0, 20).Select(i => pool.PoolJobs.SquareAsync(i))];
        Assert.Throws<InvalidOperationException>(() => pool.Join());
        pool.Close();
        Assert.Throws<InvalidOperationException>(() => pool.PoolJobs.Square(1));
        Assert.True(pool.Join(Deadlines.Event));
        Assert.Equal(Enumerable.Range(0, 20).Select(PoolJobs.Square), await Task.WhenAll(calls));
        await pool.DisposeAsync();
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task PO15_An_exception_keeps_its_type_and_its_remote_stack()
    {
        await using ProcessPool pool = new(1);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ThrowAsync("far").Soon());
        Assert.Equal("far", thrown.Message);
        Assert.Contains("PoolJobs.Throw", thrown.ToString(), StringComparison.Ordinal);
        Assert.Contains("PoolJobs.Throw", Assert.Throws<InvalidOperationException>(() => pool.PoolJobs.Throw("near")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PO16_An_error_of_the_callers_own_input_is_not_remote()
    {
        await using ProcessPool pool = new(1);
        Assert.Throws<FormatException>(() => pool.PoolJobs.MapSquare(Broken()));

        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new FormatException();
        }
    }

    [Fact]
    public async Task PO29_A_child_and_a_worker_may_have_pools()
    {
        Assert.Equal((int[])[1, 4, 9], await PoolJobs.NestedProcess.RunAsync([1, 2, 3]).Soon());
        await using ProcessPool pool = new(1);
        Assert.Equal((int[])[1, 4, 9], await pool.PoolJobs.NestedAsync([1, 2, 3]).Soon());
    }

    [Fact]
    public async Task X1_A_worker_that_is_killed_in_a_call_fails_that_call_and_is_replaced()
    {
        await using ProcessPool pool = new(2);
        Reports<int> running = new();
        Task<int> hanging = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        SendSignal(worker, 9);
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => hanging.Soon());
        Assert.Equal((9, worker, 1), (lost.Signal, lost.ProcessId, lost.Attempt));
        await Deadlines.Until(() => pool.WorkerProcessIds.Count == 2 && !pool.WorkerProcessIds.Contains(worker), "the worker has been replaced");
        Assert.Equal(Enumerable.Range(0, 50).Select(PoolJobs.Square), pool.PoolJobs.MapSquare(Enumerable.Range(0, 50)));
    }

    [Fact]
    public async Task X1_A_caller_that_waits_hears_of_it_too()
    {
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> hanging = Task.Run(() => pool.PoolJobs.Hang(running));
        SendSignal(await running.First, 9);
        await Assert.ThrowsAsync<WorkerLostException>(() => hanging.Soon());
        Assert.Equal(4, pool.PoolJobs.Square(2));
    }

    [Fact]
    public async Task X2_An_idle_worker_that_is_killed_costs_nothing()
    {
        await using ProcessPool pool = new(2);
        Assert.Equal(4, pool.PoolJobs.Square(2));
        for (int round = 0; round < 5; round++)
        {
            foreach (int worker in pool.WorkerProcessIds)
            {
                SendSignal(worker, 9);
            }

            int[] numbers = [.. Enumerable.Range(0, 20)];
            Assert.Equal(numbers.Select(PoolJobs.Square), await Task.WhenAll(numbers.Select(number => pool.PoolJobs.SquareAsync(number))).Soon());
        }
    }

    [Fact]
    public async Task X3_A_call_that_exits_is_lost_and_the_pool_goes_on()
    {
        await using ProcessPool pool = new(1);
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => pool.PoolJobs.ExitAsync(5).Soon());
        Assert.Equal(5, lost.ExitStatus.Code);
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task X4_An_exception_that_cannot_be_rebuilt_is_told_and_the_pool_goes_on()
    {
        await using ProcessPool pool = new(1);
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => pool.FaultJobs.ThrowForeignAsync().Soon());
        Assert.Equal(typeof(ForeignException).FullName, thrown.TypeName);
        await Assert.ThrowsAsync<UnserializableValueException>(() => pool.DataJobs.MakeShapeAsync(true).Soon());
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task X10_A_timeout_ends_one_worker_only()
    {
        await using ProcessPool pool = new(2);
        Reports<int> running = new();
        Task<int> other = pool.PoolJobs.WaitAsync(running);
        int bystander = await running.First;
        var hurried = pool.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(100) });
        await Assert.ThrowsAsync<TimeoutException>(() => hurried.PoolJobs.HangAsync(new Reports<int>()).Soon());
        Assert.False(other.IsCompleted);
        Assert.True(ProcFs.Runs(bystander));
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        pool.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => other.Soon());
    }

    [Fact]
    public async Task X11_One_death_fails_one_call_only()
    {
        await using ProcessPool pool = new(2);
        Task<int>[] calls = [.. Enumerable.Range(0, 40).Select(i => i == 10 ? pool.PoolJobs.ExitAsync(1) : pool.PoolJobs.SquareAsync(i))];
        await Assert.ThrowsAsync<WorkerLostException>(() => Task.WhenAll(calls).Soon());
        Assert.Equal(10, Array.FindIndex(calls, static call => call.IsFaulted));
        Assert.Equal(39, calls.Count(static call => call.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_call_may_be_tried_again()
    {
        await using ProcessPool pool = new(2);
        Assert.Equal(3, await pool.With(new CallOptions { MaxAttempts = 3 }).PoolJobs.DieUntilAsync(3).Soon());
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => pool.With(new CallOptions { MaxAttempts = 2 }).PoolJobs.DieUntilAsync(3).Soon());
        Assert.Equal(2, lost.Attempt);
    }

    [Fact]
    public async Task A_pool_says_how_often_its_calls_may_be_tried_where_they_do_not()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 2, MaxAttempts = 3 });
        Assert.Equal(3, await pool.PoolJobs.DieUntilAsync(3).Soon());
        Assert.Equal(3, await pool.With(new CallOptions { Tag = "mine" }).PoolJobs.DieUntilAsync(3).Soon());
        Assert.Equal((int[])[3, 3], await pool.PoolJobs.MapDieUntilAsync((int[])[3, 3]).ToArrayAsync(TestToken));
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => pool.With(new CallOptions { MaxAttempts = 1 }).PoolJobs.DieUntilAsync(3).Soon());
        Assert.Equal(1, lost.Attempt);
    }

    [Fact]
    public async Task A_message_over_the_limit_fails_its_call_alone()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, MessageLimit = 10_000 });
        int worker = pool.PoolJobs.OwnId();
        MessageTooLargeException argument = Assert.Throws<MessageTooLargeException>(() => pool.PoolJobs.Nested(new int[10_000]));
        MessageTooLargeException result = await Assert.ThrowsAsync<MessageTooLargeException>(() => pool.PoolJobs.TextAsync(20_000).Soon());
        Assert.Equal((10_000, 10_000), (argument.Limit, result.Limit));
        Assert.Equal(5_000, pool.PoolJobs.Text(5_000).Length);
        Assert.Equal((worker, 0), (pool.PoolJobs.OwnId(), pool.Statistics.Deaths.Count));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_its_worker_alone()
    {
        await using ProcessPool pool = new(1);
        int worker = pool.PoolJobs.OwnId();
        using CancellationTokenSource source = new();
        Reports<int> running = new();
        Task<int> waiting = pool.PoolJobs.WaitAsync(running, source.Token);
        Task<int> queued = pool.PoolJobs.SquareAsync(2, source.Token);
        await running.First;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Soon());
        Assert.Equal(worker, pool.PoolJobs.OwnId());
    }

    [Fact]
    public async Task Streams_come_through_a_pool()
    {
        await using ProcessPool pool = new(1);
        Assert.Equal(500, await pool.PoolJobs.CountAsync(500).CountAsync());
        await foreach (int item in pool.PoolJobs.CountAsync(1_000_000))
        {
            if (item == 3)
            {
                break;
            }
        }

        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task EX11_Workers_that_cannot_start_stop_the_pool_with_the_cause()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 2, EnvironmentVariables = new Dictionary<string, string?> { ["DOTNET_gcServer"] = "1", ["DOTNET_GCHeapHardLimit"] = "1" }, Output = OutputMode.Null });
        var stopped = await Assert.ThrowsAsync<ProcessStartException>(() => pool.PoolJobs.SquareAsync(2).Soon());
        Assert.Contains("stopped", stopped.Message, StringComparison.Ordinal);
        Assert.Throws<ProcessStartException>(() => pool.PoolJobs.Square(2));
    }

    [Fact]
    public async Task Calls_from_many_threads_all_get_their_own_answer()
    {
        await using ProcessPool pool = new(2);
        int[] results = new int[400];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(thread => new Thread(() =>
        {
            for (int i = thread; i < results.Length; i += 8)
            {
                results[i] = pool.PoolJobs.Square(i);
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Assert.All(threads, static thread => Assert.True(thread.Join(Deadlines.Event)));
        Assert.Equal(Enumerable.Range(0, 400).Select(PoolJobs.Square), results);
    }

    [Fact]
    public async Task An_argument_that_throws_while_it_is_written_costs_no_worker()
    {
        await using ProcessPool pool = new(1);
        Moody bad = new() { Throws = true, Value = 1 };
        for (int i = 0; i < 3; i++)
        {
            InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Run(() => pool.PoolJobs.Read(bad)).Soon());
            Assert.Equal("not in the mood", thrown.Message);
            await Assert.ThrowsAsync<InvalidOperationException>(() => pool.PoolJobs.ReadAsync(bad).Soon());
        }

        Assert.Equal(7, await Task.Run(() => pool.PoolJobs.Read(new Moody { Throws = false, Value = 7 })).Soon());
    }

    // Whatever dies whenever: each call has one outcome.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Deaths_of_workers_at_any_moment_never_hang_a_call(int seed)
    {
        Random random = new(seed);
        await using ProcessPool pool = new(2);
        Task killing = Task.Run(async () =>
        {
            for (int kills = 0; kills < 20; kills++)
            {
                await Task.Delay(random.Next(1, 300));
                foreach (int worker in pool.WorkerProcessIds.Take(1))
                {
                    SendSignal(worker, 9);
                }
            }
        });
        int succeeded = 0, lost = 0;
        for (int i = 0; !killing.IsCompleted; i = (i + 1) % 1000)
        {
            try
            {
                Assert.Equal(i * i, i % 2 == 0 ? await pool.PoolJobs.SquareAsync(i).Soon() : await Task.Run(() => pool.PoolJobs.Square(i)).Soon());
                succeeded++;
            }
            catch (WorkerLostException)
            {
                lost++;
            }
        }

        // Kills say nothing about whether workers can start: the pool outlives them all.
        await killing;
        Assert.Equal(49, await pool.With(new CallOptions { MaxAttempts = 20 }).PoolJobs.SquareAsync(7).Soon());
        output.WriteLine($"{succeeded} calls succeeded, {lost} were lost");
        Assert.True(succeeded > 0);
    }
}
