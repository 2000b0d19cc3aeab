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
