namespace ProcGen.Acceptance.Messaging;

/// <summary>Queues whose consumers say when they are done.</summary>
public class JoinableQueueTests : ProcessTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task Q7_Join_returns_when_all_items_are_done_with(Party party)
    {
        const int Workers = 4, Items = 10;
        using var queue = new JoinableProcessQueue<int>(3);
        using var begun = new ProcessQueue<int>(1);
        Task<int>[] workers = [.. Enumerable.Range(0, Workers).Select(_ => party.Run(new QueueJobs.AcknowledgeProcess(queue, begun)))];
        for (int i = 0; i < Items; i++)
        {
            queue.Put(i, Deadlines.Event);
            if (i < Items - 2)
            {
                begun.Get(Deadlines.Event);
            }
        }

        // Two have begun or wait, and are not done: nobody has taken what they say.
        Assert.False(queue.Join(Moment));
        Assert.False(await queue.JoinAsync(Moment));
        Task joining = queue.JoinAsync();
        Task joiningToo = Task.Run(() => queue.Join());
        begun.Get(Deadlines.Event);
        begun.Get(Deadlines.Event);
        await joining.Soon();
        await joiningToo.Soon();
        queue.Join();
        queue.Complete();
        Assert.Equal(Items, (await Task.WhenAll(workers).Soon()).Sum());
    }

    [Fact]
    public void Q13_Done_more_often_than_taken_is_an_error()
    {
        using var queue = new JoinableProcessQueue<int>();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.Put(1);
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.Get();
        queue.TaskDone();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.Join();
    }

    [Fact]
    public async Task A_cancelled_join_ends()
    {
        using var queue = new JoinableProcessQueue<int>();
        queue.Put(1);
        using var cancellation = new CancellationTokenSource(Moment);
        Assert.Throws<OperationCanceledException>(() => queue.Join(cancellation.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(() => queue.JoinAsync(cancellation.Token));
    }

    [Fact]
    public async Task An_item_of_a_killed_consumer_counts_as_done()
    {
        using var queue = new JoinableProcessQueue<int>(5);
        Assert.False(queue.Redeliver);
        using ChildProcess consumer = Hold(queue, 2);
        queue.Put(3);
        Assert.False(queue.Join(Moment));
        consumer.Kill();
        Assert.Equal(3, queue.Get());
        Assert.False(await queue.JoinAsync(Moment));
        queue.TaskDone();
        await queue.JoinAsync().Soon();
    }

    [Fact]
    public async Task An_item_of_a_killed_consumer_goes_back_where_that_was_asked_for()
    {
        using var queue = new JoinableProcessQueue<int>(5) { Redeliver = true };
        Assert.True(queue.Redeliver);
        using ChildProcess consumer = Hold(queue, 2);
        queue.Put(3);
        queue.Complete();

        // One that waits for the end waits for what may go back, too.
        Assert.Equal(3, queue.Get());
        queue.TaskDone();
        Assert.False(queue.TryGet(out _, Moment));
        Task<int[]> rest = Task.Run(() => queue.GetAll().Select(item =>
        {
            queue.TaskDone();
            return item;
        }).ToArray());
        Assert.NotSame(rest, await Task.WhenAny(rest, Task.Delay(Moment, TestToken)));
        consumer.Kill();
        Assert.Equal([0, 1], (await rest.Soon()).Order());
        await queue.JoinAsync().Soon();
    }

    [Fact]
    public void Threads_are_done_with_what_they_took_themselves()
    {
        using var queue = new JoinableProcessQueue<int>(5) { Redeliver = true };
        queue.Put(1);
        queue.Put(2);
        Assert.Equal(1, queue.Get());
        var other = new Thread(() =>
        {
            queue.Get();
            queue.TaskDone();
        });
        other.Start();
        other.Join();

        // This process leaves with the first: it is what goes back.
        using var again = new ProcessQueue<JoinableProcessQueue<int>>(1);
        again.Put(queue);
        queue.Dispose();
        using JoinableProcessQueue<int> back = again.Get();
        Assert.Equal(1, back.Get());
        back.TaskDone();
        Assert.True(back.Join(TimeSpan.Zero));
    }

    // A process that has taken that many items and is done with none.
    private static ChildProcess Hold(JoinableProcessQueue<int> queue, int count)
    {
        using var taken = new ProcessQueue<int>(count);
        for (int i = 0; i < count; i++)
        {
            queue.Put(i);
        }

        ChildProcess consumer = new QueueJobs.TakeAndHoldProcess(queue, taken, count).Started();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(i, taken.Get(Deadlines.Event));
        }

        return consumer;
    }
}
