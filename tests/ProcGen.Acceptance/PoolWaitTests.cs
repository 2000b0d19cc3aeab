using System.Globalization;

namespace ProcGen.Acceptance;

// Whoever waits for something of a pool, and what he waits for is killed. tests/WAITS.md lists all waits; those here had no test elsewhere.
public class PoolWaitTests : ProcessTest
{
    [Fact]
    public async Task A_caller_who_waits_for_a_worker_gets_the_next_when_the_one_before_him_is_killed()
    {
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> begun = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task<int>[] callers = [.. Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(() => pool.PoolJobs.Square(i), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Deadlines.Until(() => pool.Statistics.QueueLength == 3, "all wait");
        Kill(worker);
        Assert.Equal((int[])[0, 1, 4], await Task.WhenAll(callers).Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_worker_hears_that_none_will_come()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Initializer = static worker => worker.WorkerJobs.FailToSetUp("exit") });
        await Assert.ThrowsAsync<ProcessStartException>(() => Task.Run(() => pool.PoolJobs.Square(2)).Soon());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_that_is_killed_while_it_is_sent_a_call_has_not_begun_it(bool waits)
    {
        await using ProcessPool pool = new(1);
        int worker = pool.PoolJobs.OwnId();
        await Stop(worker);

        // More than any socket holds: the sender waits until the worker reads, which it does not.
        byte[] large = new byte[32 << 20];
        Task<int> call = waits ? Task.Run(() => pool.PoolWaitJobs.Length(large)) : pool.PoolWaitJobs.LengthAsync(large);
        await Deadlines.Until(() => pool.Statistics.Busy == 1, "the worker has the call");
        Kill(worker);
        Assert.Equal(large.Length, await call.Soon());
        Assert.NotEqual(worker, pool.PoolJobs.OwnId());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_is_killed_while_its_call_is_written_and_its_successor_serve_on(bool throws)
    {
        await using ProcessPool pool = new(1);
        int worker = pool.PoolJobs.OwnId();
        bool isSprung = false;
        Trap trap = new Trap { Value = 5 }.Set(() =>
        {
            if (isSprung)
            {
                return;
            }

            isSprung = true;
            Kill(worker);
            Assert.True(SpinWait.SpinUntil(() => ProcFs.Find(worker) is null, Deadlines.Event));
            if (throws)
            {
                throw new FormatException("trapped");
            }
        });
        Task<int> call = Task.Run(() => pool.PoolWaitJobs.Open(trap));
        if (throws)
        {
            await Assert.ThrowsAsync<FormatException>(() => call.Soon());
        }
        else
        {
            Assert.Equal(5, await call.Soon());
        }

        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
        Assert.Equal(9, await Task.Run(() => pool.PoolJobs.Square(3)).Soon());
    }

    [Fact]
    public async Task A_worker_that_is_killed_while_it_sends_its_result_loses_that_call_only()
    {
        await using ProcessPool pool = new(1);

        // Who waits reads by himself, and reads nothing while he hears of progress. So the worker comes to wait in the middle of its result.
        Listener deaf = new(static worker =>
        {
            Assert.True(SpinWait.SpinUntil(() => ProcFs.Find(worker) is { State: 'S' }, Deadlines.Event));
            Kill(worker);
        });
        await Assert.ThrowsAsync<WorkerLostException>(() => Task.Run(() => pool.PoolWaitJobs.Make(deaf, 64 << 20)).Soon());
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task Who_reads_a_stream_hears_of_the_death_of_its_worker()
    {
        await using ProcessPool pool = new(1);
        IAsyncEnumerator<int> stream = pool.PoolWaitJobs.StallAsync().GetAsyncEnumerator(TestToken);
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        int worker = stream.Current;
        Task<bool> next = stream.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        Kill(worker);
        await Assert.ThrowsAsync<WorkerLostException>(() => next.Soon());
        await stream.DisposeAsync();
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task A_stream_is_begun_again_only_as_long_as_it_has_given_nothing()
    {
        await using ProcessPool pool = new(1);
        ITargetExecutor careful = pool.With(new CallOptions { MaxAttempts = 5 });
        Assert.Equal((int[])[2, 2], await careful.PoolWaitJobs.DieInStreamAsync(beforeItems: true).ToArrayAsync(TestToken).AsTask().Soon());
        List<int> attempts = [];
        await Assert.ThrowsAsync<WorkerLostException>(async () =>
        {
            await foreach (int attempt in careful.PoolWaitJobs.DieInStreamAsync(beforeItems: false))
            {
                attempts.Add(attempt);
            }
        });
        Assert.Equal([1], attempts);
    }

    [Fact]
    public async Task A_worker_whose_reader_does_not_read_is_killed_without_harm_to_others()
    {
        await using ProcessPool pool = new(1);
        Reports<int> running = new();
        IAsyncEnumerator<byte[]> stream = pool.PoolWaitJobs.FloodAsync(running).GetAsyncEnumerator(TestToken);
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        Kill(await running.First);
        Exception? thrown = null;
        for (int read = 0; thrown is null; read++)
        {
            // What it had sent is still to be had.
            Assert.InRange(read, 0, 10_000);
            thrown = await Record.ExceptionAsync(async () => Assert.True(await stream.MoveNextAsync().AsTask().Soon()));
        }

        Assert.IsType<WorkerLostException>(thrown);
        await stream.DisposeAsync();
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    [Fact]
    public async Task Who_waits_for_room_gets_it_when_the_worker_before_him_is_killed()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, QueueLimit = 1 });
        Reports<int> running = new();
        Task<int> begun = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task<int> queued = pool.PoolJobs.SquareAsync(2);
        Task<int> held = Task.Run(() => pool.PoolJobs.SquareAsync(3));
        Kill(worker);
        Assert.Equal((int[])[4, 9], await Task.WhenAll(queued, held).Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
    }

    [Fact]
    public async Task A_drain_goes_on_when_the_worker_that_it_waits_for_is_killed()
    {
        ProcessPool pool = new(1);
        Reports<int> running = new();
        Task<int> begun = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task drain = pool.CompleteAsync();
        Task<bool> join = Task.Run(() => pool.Join(Deadlines.Event));
        Assert.False(drain.IsCompleted);
        Kill(worker);
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
        await drain.Soon();
        Assert.True(await join.Soon());
    }

    [Fact]
    public async Task A_worker_that_exits_in_good_order_may_be_killed_in_its_exit()
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, GracePeriod = TimeSpan.FromMinutes(10) });
        int worker = pool.WorkerJobs.HangAtExit();
        Task drain = pool.CompleteAsync();
        Kill(worker);
        await drain.Soon();
    }

    [Fact]
    public async Task A_worker_that_defies_its_termination_is_killed()
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, GracePeriod = TimeSpan.FromMilliseconds(200) });
        Reports<int> running = new();
        Task<int> call = pool.PoolWaitJobs.DefyAsync(running);
        int worker = await running.First;
        await Task.Run(pool.Terminate).Soon();
        Assert.False(ProcFs.Runs(worker));
        WorkerLostException lost = await Assert.ThrowsAsync<WorkerLostException>(() => call.Soon());
        Assert.Equal((9, ExitReason.KilledByUs), (lost.ExitStatus.Signal, lost.ExitStatus.Reason));
    }

    [Fact]
    public async Task A_broadcast_that_waits_for_workers_goes_on_when_one_is_killed_as_it_starts()
    {
        await using ProcessPool pool = new(2);
        Kill(pool.WorkerProcessIds[0]);
        (int Worker, int Calls)[] told = await pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon();
        Assert.Equal(2, told.Select(static one => one.Worker).Distinct().Count());
    }

    [Fact]
    public async Task A_broadcast_that_waits_for_workers_hears_that_none_will_come()
    {
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Initializer = static worker => worker.WorkerJobs.FailToSetUp("exit") });
        await Assert.ThrowsAsync<ProcessStartException>(() => pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon());
    }

    [Fact]
    public async Task A_broadcast_whose_busy_worker_is_killed_fails_there_and_nowhere_else()
    {
        await using ProcessPool pool = new(2);
        await pool.BroadcastAsync(static worker => worker.MapJobs.CountAsync()).Soon();
        Reports<int> running = new();
        Task<int> begun = pool.PoolJobs.HangAsync(running);
        int busy = await running.First;
        List<Task<(int Worker, int Calls)>> calls = [];
        Task broadcast = pool.BroadcastAsync(worker =>
        {
            Task<(int, int)> call = worker.MapJobs.CountAsync();
            calls.Add(call);
            return call;
        });
        await Deadlines.Until(() => calls.Count == 2 && calls.Count(static call => call.IsCompleted) == 1, "the idle worker has run it");
        Kill(busy);
        await Assert.ThrowsAsync<WorkerLostException>(() => broadcast.Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
        Assert.True(calls.Count(static call => call.IsCompletedSuccessfully) == 1);
    }

    [Fact]
    public async Task A_worker_that_is_killed_before_it_says_hello_is_replaced()
    {
        await using ProcessPool pool = new(1);
        int first = pool.WorkerProcessIds[0];
        Task<int> call = pool.PoolJobs.OwnIdAsync();
        Kill(first);
        Assert.True(await call.Soon() > 0);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_before_it_says_hello_is_killed_in_time_and_replaced()
    {
        while (true)
        {
            await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, StartTimeout = TimeSpan.FromSeconds(5) });
            int first = pool.WorkerProcessIds[0];
            SendSignal(first, 19);
            Task<int> call = pool.PoolJobs.OwnIdAsync();
            await Deadlines.Until(() => !ProcFs.Runs(first) || pool.Statistics.Busy == 1, "the worker is killed, or was quicker than the signal");
            if (ProcFs.Runs(first))
            {
                // It had said hello before. Once more.
                Continue(first);
                Assert.Equal(first, await call.Soon());
                continue;
            }

            Assert.NotEqual(first, await call.Soon());
            Assert.Equal(ExitReason.KilledByUs, Assert.Single(pool.Statistics.Deaths).ExitStatus.Reason);
            return;
        }
    }

    [Fact]
    public async Task A_worker_that_is_killed_in_its_initializer_is_replaced()
    {
        string folder = NewFolder();
        await using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Initializer = worker => worker.PoolWaitJobs.HangFirst(folder) });
        Task<int> call = pool.PoolJobs.SquareAsync(3);
        Kill(await IdIn(Path.Combine(folder, "hangs")));
        Assert.Equal(9, await call.Soon());
    }

    [Fact]
    public async Task A_call_that_waits_for_an_initializer_is_never_left_behind()
    {
        string folder = NewFolder();
        for (int round = 0; round < 25; round++)
        {
            await using ProcessPool pool = new(new ProcessPoolOptions
            {
                Workers = 1,
                Initializer = worker =>
                {
                    worker.WorkerJobs.SetUp("hello", null);
                    worker.WorkerJobs.Note(Path.Combine(folder, "notes"), ".");
                },
            });
            Assert.Equal(9, await pool.PoolJobs.SquareAsync(3).Soon());
        }

        Assert.Equal(25, new FileInfo(Path.Combine(folder, "notes")).Length);
    }

    [Fact]
    public async Task Calls_that_wait_for_the_worker_of_their_key_go_to_another_when_it_is_killed()
    {
        await using ProcessPool pool = new(2);
        ITargetExecutor keyed = pool.With(new CallOptions { AffinityKey = "key" });
        Reports<int> running = new();
        Task<int> begun = keyed.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task<int>[] waiting = [.. Enumerable.Range(0, 4).Select(_ => keyed.PoolJobs.OwnIdAsync())];
        Assert.Equal(4, pool.PoolJobs.Square(2));
        Assert.All(waiting, static call => Assert.False(call.IsCompleted));
        Kill(worker);
        int other = Assert.Single((await Task.WhenAll(waiting).Soon()).Distinct());
        Assert.NotEqual(worker, other);
        await Assert.ThrowsAsync<WorkerLostException>(() => begun.Soon());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_map_goes_on_when_the_worker_that_it_waits_for_is_killed(int chunkSize)
    {
        string file = Path.Combine(NewFolder(), "id");
        await using ProcessPool pool = new(2);
        Task<MapResult<int>[]> map = pool.PoolWaitJobs.MapHangAtResultsAsync(Enumerable.Range(0, 30).Select(i => (i, 12, file)), new MapOptions { ChunkSize = chunkSize }).ToArrayAsync(TestToken).AsTask();
        Kill(await IdIn(file));
        MapResult<int>[] results = await map.Soon();
        Assert.Equal(12, Assert.Single(results, static one => !one.IsSuccess).Index);
    }

    [Fact]
    public async Task Who_leaves_a_map_goes_on_when_the_worker_that_it_waits_for_is_killed()
    {
        string file = Path.Combine(NewFolder(), "id");
        await using ProcessPool pool = new(1);
        IAsyncEnumerator<int> results = pool.PoolWaitJobs.MapHangAtAsync(Enumerable.Range(0, 30).Select(i => (i, 1, file)), new MapOptions { ChunkSize = 1 }).GetAsyncEnumerator(TestToken);
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        int worker = await IdIn(file);

        // What is under way does not heed its cancellation, and nothing is left running.
        Task leaving = results.DisposeAsync().AsTask();
        Assert.False(leaving.IsCompleted);
        Kill(worker);
        await leaving.Soon();
        Assert.Equal(4, await pool.PoolJobs.SquareAsync(2).Soon());
    }

    private static async Task<int> IdIn(string file)
    {
        int id = 0;
        await Deadlines.Until(() => File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out id), $"{file} names a process");
        return id;
    }

    private sealed class Listener(Action<int> hear) : IProgress<int>
    {
        public void Report(int value) => hear(value);
    }
}
