namespace ProcGen.Acceptance;

/// <summary>Short calls are sent to workers that have another still. Nobody notices, whatever becomes of that other.</summary>
public class PoolAheadTests : ProcessTest
{
    [Fact]
    public async Task Calls_that_went_ahead_to_a_worker_that_takes_long_are_run_by_another()
    {
        await using ProcessPool pool = new(2);
        await LearnThatCallsAreShort(pool);
        Reports<int> first = new(), second = new();
        using CancellationTokenSource endFirst = new(), endSecond = new();
        Task<int> long1 = pool.PoolJobs.WaitAsync(first, endFirst.Token);
        Task<int> long2 = pool.PoolJobs.WaitAsync(second, endSecond.Token);
        await first.First;
        await second.First;

        // Both workers are busy: these go ahead to one or the other.
        Task<int>[] calls = [.. Enumerable.Range(0, 30).Select(number => pool.PoolJobs.SquareAsync(number))];
        await endSecond.CancelAsync();
        Assert.Equal(Enumerable.Range(0, 30).Select(static number => number * number), await Task.WhenAll(calls).Soon());
        Assert.False(long1.IsCompleted);
        await endFirst.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => long1.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => long2.Soon());
    }

    [Fact]
    public async Task Calls_that_went_ahead_can_be_cancelled_and_their_worker_passes_over_them()
    {
        string notes = Path.Combine(NewFolder(), "notes");
        await using ProcessPool pool = new(1);
        await LearnThatCallsAreShort(pool);
        Reports<int> running = new();
        using CancellationTokenSource endLong = new(), endShort = new();
        Task<int> isLong = pool.PoolJobs.WaitAsync(running, endLong.Token);
        await running.First;
        Task[] cancelled = [.. Enumerable.Range(0, 10).Select(_ => pool.WorkerJobs.NoteAsync(notes, "x", endShort.Token))];
        Task last = pool.WorkerJobs.NoteAsync(notes, "y");
        await endShort.CancelAsync();
        foreach (Task call in cancelled)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        }

        Assert.False(isLong.IsCompleted);
        await endLong.CancelAsync();
        await last.Soon();
        Assert.Equal("y", await File.ReadAllTextAsync(notes, TestToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => isLong.Soon());
    }

    [Fact]
    public async Task The_death_of_their_worker_costs_calls_that_went_ahead_nothing()
    {
        string notes = Path.Combine(NewFolder(), "notes");
        await using ProcessPool pool = new(1);
        await LearnThatCallsAreShort(pool);
        Reports<int> running = new();
        Task<int> isLong = pool.PoolJobs.HangAsync(running);
        int worker = await running.First;
        Task[] calls = [.. Enumerable.Range(0, 20).Select(number => pool.WorkerJobs.NoteAsync(notes, $"{(char)('a' + number)}"))];
        Kill(worker);
        await Assert.ThrowsAsync<WorkerLostException>(() => isLong.Soon());
        await Task.WhenAll(calls).Soon();
        Assert.Equal("abcdefghijklmnopqrst", await File.ReadAllTextAsync(notes, TestToken));
    }

    [Fact]
    public async Task Calls_of_one_caller_are_run_in_their_order_and_a_caller_that_waits_has_its_turn()
    {
        string notes = Path.Combine(NewFolder(), "notes");
        await using ProcessPool pool = new(1);
        await LearnThatCallsAreShort(pool);
        Task[] before = [.. Enumerable.Range(0, 200).Select(number => pool.WorkerJobs.NoteAsync(notes, $"{number} "))];
        Task waiting = Task.Run(() => pool.WorkerJobs.Note(notes, "waiting "), TestToken);
        await Task.WhenAll(before).Soon();
        await waiting.Soon();
        string[] written = (await File.ReadAllTextAsync(notes, TestToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => $"{number}"), written.Where(static word => word != "waiting"));
        Assert.Single(written, "waiting");
    }

    [Fact]
    public async Task A_pool_that_ends_has_nothing_left_of_what_went_ahead()
    {
        ProcessPool pool = new(1);
        await LearnThatCallsAreShort(pool);
        Reports<int> running = new();
        Task<int> isLong = pool.PoolJobs.HangAsync(running);
        await running.First;
        Task<int>[] calls = [.. Enumerable.Range(0, 20).Select(number => pool.PoolJobs.SquareAsync(number))];
        Assert.Equal(20, pool.Statistics.QueueLength);
        pool.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => isLong.Soon());
        foreach (Task<int> call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        }
    }

    [Fact]
    public async Task Calls_that_many_threads_make_at_once_end_once_each()
    {
        const int Threads = 8;
        const int Rounds = 300;
        await using ProcessPool pool = new(2);
        await LearnThatCallsAreShort(pool);
        int begun = 0;
        using CancellationTokenSource done = new();
        Task killing = Task.Run(async () =>
        {
            for (int kill = 0; kill < 10; kill++)
            {
                // After some more calls, so that each death finds others where they can be.
                int goal = Volatile.Read(ref begun) + 200;
                while (Volatile.Read(ref begun) < goal && !done.IsCancellationRequested)
                {
                    await Task.Yield();
                }

                if (pool.WorkerProcessIds is [{ } worker, ..])
                {
                    Kill(worker);
                }
            }
        }, TestToken);
        int lost = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                Task<int>[] calls = [.. Enumerable.Range(0, 4).Select(number => pool.PoolJobs.SquareAsync(number))];
                Interlocked.Add(ref begun, calls.Length + 1);
                for (int number = 0; number < calls.Length; number++)
                {
                    try
                    {
                        Assert.Equal(number * number, await calls[number].Soon());
                    }
                    catch (WorkerLostException)
                    {
                        Interlocked.Increment(ref lost);
                    }
                }

                try
                {
                    Assert.Equal(9, pool.PoolJobs.Square(3));
                }
                catch (WorkerLostException)
                {
                    Interlocked.Increment(ref lost);
                }
            }
        }, TestToken)));
        await done.CancelAsync();
        await killing.Soon();

        // A death costs the one call that the worker had begun.
        Assert.InRange(lost, 0, 10);
    }

    private static async Task LearnThatCallsAreShort(ProcessPool pool)
    {
        for (int round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(number => pool.PoolJobs.SquareAsync(number))).Soon();
        }
    }
}
