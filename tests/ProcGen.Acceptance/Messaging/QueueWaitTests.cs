namespace ProcGen.Acceptance.Messaging;

/// <summary>Queues among the many things that one waits for.</summary>
public class QueueWaitTests : ProcessTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_queue_is_ready_when_it_has_an_item_or_has_ended(int others)
    {
        using var queue = new ProcessQueue<int>(2);
        ProcessEvent[] events = [.. Enumerable.Range(0, others).Select(static _ => new ProcessEvent())];
        IWaitable[] all = [queue, .. events];
        Assert.Empty(ProcessWait.Any(all, TimeSpan.Zero));

        Task<IWaitable[]> waiting = Task.Run(() => ProcessWait.Any(all, Deadlines.Event));
        Task<IWaitable[]> waitingToo = ProcessWait.AnyAsync(all, TestToken);
        queue.Put(1);
        Assert.Equal([queue], await waiting.Soon());
        Assert.Equal([queue], await waitingToo.Soon());
        Assert.Equal(1, queue.Get());
        Assert.Empty(ProcessWait.Any(all, TimeSpan.Zero));

        waiting = Task.Run(() => ProcessWait.Any(all, Deadlines.Event));
        queue.Complete();
        Assert.Equal([queue], await waiting.Soon());
        Array.ForEach(events, static each => each.Dispose());
    }

    // Whoever puts wakes one. If that is one who only watches, the wake goes on to one who takes.
    [Fact]
    public async Task Who_watches_does_not_take_the_wake_of_one_who_takes()
    {
        using var queue = new ProcessQueue<int>(4);
        for (int round = 0; round < 200; round++)
        {
            Task<IWaitable[]>[] watching = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => ProcessWait.Any([queue], TimeSpan.FromMilliseconds(2))))];
            Task<int> taking = Task.Run(() => queue.Get());
            queue.Put(round);
            Assert.Equal(round, await taking.Soon());
            await Task.WhenAll(watching).Soon();
        }
    }

    [Fact]
    public async Task Q12_Closing_it_ends_what_waits_in_this_process_at_once()
    {
        using var full = new ProcessQueue<int>(1);
        using var empty = new JoinableProcessQueue<int>(1);
        full.Put(1);
        Task[] waiting =
        [
            OnThread(() => full.Put(2)), OnThread(() => full.TryPut(2, Deadlines.Event)), full.PutAsync(2, TestToken).AsTask(), full.TryPutAsync(2, Deadlines.Event, TestToken).AsTask(),
            OnThread(() => empty.Get()), OnThread(() => empty.TryGet(out _, Deadlines.Event)), empty.GetAsync(TestToken).AsTask(), empty.TryGetAsync(Deadlines.Event, TestToken).AsTask(),
            OnThread(() => Assert.Empty(empty.GetAll(TestToken))), Task.Run(async () => await empty.GetAllAsync(TestToken).GetAsyncEnumerator(TestToken).MoveNextAsync(), TestToken),
            OnThread(() => ProcessWait.Any(empty)), ProcessWait.AnyAsync(empty),
        ];
        Assert.NotSame(waiting, await Task.WhenAny([.. waiting, Task.Delay(100, TestToken)]));
        Assert.DoesNotContain(waiting, static one => one.IsCompleted);
        full.Close();
        empty.Close();
        foreach (Task one in waiting)
        {
            Assert.Contains("closed", (await Assert.ThrowsAsync<InvalidOperationException>(() => one.Soon())).Message, StringComparison.Ordinal);
        }

        // What is there stays for others, and so does the wait for what they do with it.
        Assert.Equal(1, full.Count);
        Assert.True(empty.Join(Deadlines.Event));

        static Task OnThread(Action wait) => Task.Factory.StartNew(wait, TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public async Task Closing_it_here_leaves_those_in_other_processes_alone()
    {
        string name = Names.New();
        using ProcessQueue<int> here = ProcessQueue<int>.Create(name, 1), there = ProcessQueue<int>.Open(name);
        Task<int> taking = Task.Run(() => there.Get(), TestToken);
        here.Close();
        here.Close();
        there.Put(7);
        Assert.Equal(7, await taking.Soon());
        here.Dispose();
        here.Close();
    }

    [Fact]
    public async Task An_item_is_taken_within_a_time_without_a_thread()
    {
        using var queue = new ProcessQueue<string>(2);
        Assert.Equal((false, null), await queue.TryGetAsync(TimeSpan.Zero, TestToken));
        Task<(bool HasItem, string? Item)> taking = queue.TryGetAsync(Deadlines.Event, TestToken).AsTask();
        queue.Put("one");
        Assert.Equal((true, "one"), await taking.Soon());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await queue.TryGetAsync(TimeSpan.FromSeconds(-2), TestToken));
        queue.Complete();
        Assert.Equal((false, null), await queue.TryGetAsync(Deadlines.Event, TestToken));
    }

    [Fact]
    public async Task Disposing_of_it_ends_the_wait()
    {
        var queue = new ProcessQueue<int>(1);
        Task waiting = Task.Run(() => ProcessWait.Any(queue));
        Task waitingToo = ProcessWait.AnyAsync([queue]);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(50, TestToken)));
        queue.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waitingToo.Soon());
        Assert.Throws<ObjectDisposedException>(() => ProcessWait.Any(queue));
    }
}
