using System.Diagnostics;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Waiting for many things at once.</summary>
public class WaitTests : ProcessTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task W2_With_nothing_ready_the_time_passes(int count)
    {
        ProcessEvent[] events = [.. Enumerable.Range(0, count).Select(static _ => new ProcessEvent())];
        long start = Stopwatch.GetTimestamp();
        Assert.Empty(ProcessWait.Any(events, Short));
        Assert.True(Stopwatch.GetElapsedTime(start) >= Short - TimeSpan.FromMilliseconds(1));
        start = Stopwatch.GetTimestamp();
        Assert.Empty(await ProcessWait.AnyAsync(events, Short, TestToken));
        Assert.True(Stopwatch.GetElapsedTime(start) >= Short - TimeSpan.FromMilliseconds(1));
        Assert.Empty(ProcessWait.Any(events, TimeSpan.Zero));
        Assert.Empty(ProcessWait.Any(events, TimeSpan.FromSeconds(-5)));
        Assert.Empty(await ProcessWait.AnyAsync(events, TimeSpan.FromSeconds(-5), TestToken));
        Array.ForEach(events, static each => each.Dispose());
    }

    [Fact]
    public void With_nothing_to_wait_for_there_is_no_end()
    {
        Assert.Throws<ArgumentException>(() => ProcessWait.Any());
        Assert.Throws<ArgumentException>(() => ProcessWait.Any([], TestToken));
        Assert.Throws<ArgumentException>(() => ProcessWait.Any(Timeout.InfiniteTimeSpan));
        Assert.Throws<ArgumentException>(() => { _ = ProcessWait.AnyAsync(); });
        Assert.Throws<ArgumentException>(() => { _ = ProcessWait.AnyAsync([], TestToken); });
        Assert.Empty(ProcessWait.Any(TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ArgumentNullException>(() => ProcessWait.Any(null!, TestToken));
        Assert.Throws<ArgumentNullException>(() => ProcessWait.Any(null!, TimeSpan.Zero));
        Assert.Throws<ArgumentNullException>(() => ProcessWait.Any([null!], TimeSpan.Zero));
    }

    [Fact]
    public async Task Each_form_of_the_wait_gives_those_that_are_ready()
    {
        using ProcessEvent first = new(), second = new(isSet: true);
        List<IWaitable> list = [first, second];
        Assert.Equal([second], ProcessWait.Any(first, second));
        Assert.Equal([second], ProcessWait.Any(list));
        Assert.Equal([second], ProcessWait.Any(list, TestToken));
        Assert.Equal([second], ProcessWait.Any(Deadlines.Event, first, second));
        Assert.Equal([second], ProcessWait.Any(list, Deadlines.Event, TestToken));
        Assert.Equal([second], await ProcessWait.AnyAsync(first, second).Soon());
        Assert.Equal([second], await ProcessWait.AnyAsync(list).Soon());
        Assert.Equal([second], await ProcessWait.AnyAsync(list, Deadlines.Event).Soon());
        Assert.Empty(ProcessWait.Any(TimeSpan.Zero, first));
        using CancellationTokenSource soon = new(50);
        Assert.ThrowsAny<OperationCanceledException>(() => ProcessWait.Any([first], soon.Token));
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ProcessWait.Any(first, second));
    }

    [Fact]
    public async Task PR18_The_sentinel_is_for_the_waits_of_NET_and_for_ours()
    {
        (Connection<int> held, Connection<int> given) = ProcessPipe.Create<int>();
        using ProcessEvent holding = new(), release = new();
        using var child = new PipeJobs.HoldProcess(given, holding, release);
        Assert.Throws<InvalidOperationException>(() => child.Sentinel);
        child.Start();
        ProcessSentinel sentinel = child.Sentinel;
        Assert.True(holding.Wait(Deadlines.Event));
        Assert.False(sentinel.WaitOne(0));
        Assert.Empty(ProcessWait.Any(TimeSpan.Zero, sentinel));
        Task<IWaitable[]> waiting = ProcessWait.AnyAsync(sentinel), thread = Wait([sentinel]);
        release.Set();
        Assert.Equal([sentinel], await waiting.Soon());
        Assert.Equal([sentinel], await thread.Soon());
        Assert.Equal(0, WaitHandle.WaitAny([sentinel], Deadlines.Event));
        Assert.Equal([sentinel, child], ProcessWait.Any(sentinel, child));
        held.Close();
    }

    [Fact]
    public async Task Connections_events_and_processes_are_waited_for_together()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        (Connection<int> held, Connection<int> given) = ProcessPipe.Create<int>();
        using ProcessEvent theEvent = new(), holding = new(), release = new();
        using var child = new PipeJobs.HoldProcess(given, holding, release).Started();
        Assert.True(holding.Wait(Deadlines.Event));
        IWaitable[] all = [here, theEvent, child, held];
        Assert.Empty(ProcessWait.Any(all, TimeSpan.Zero));

        Task<IWaitable[]> waiting = Wait(all);
        there.Send(1);
        Assert.Equal([here], await waiting.Soon());
        Assert.Equal([here], await ProcessWait.AnyAsync(all, TestToken));
        Assert.Equal(1, here.Receive());

        waiting = Wait(all);
        theEvent.Set();
        Assert.Equal([theEvent], await waiting.Soon());
        there.Send(2);
        Assert.Equal([here, theEvent], ProcessWait.Any(all));
        Assert.Equal(2, here.Receive());
        theEvent.Clear();

        waiting = ProcessWait.AnyAsync(all, TestToken);
        release.Set();
        Assert.Contains((await waiting.Soon())[0], (IWaitable[])[child, held]);
        child.Ended();
        Assert.Equal([child, held], ProcessWait.Any(all));
        Assert.Throws<EndOfStreamException>(() => held.Receive());
        there.Close();
        Assert.Equal([here, child], ProcessWait.Any(here, child));
        here.Close();
        held.Close();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1000)]
    public async Task There_is_no_limit(int count)
    {
        (Connection<int> Here, Connection<int> There)[] pipes = [.. Enumerable.Range(0, count).Select(static _ => ProcessPipe.Create<int>(duplex: false))];
        IWaitable[] all = [.. pipes.Select(static pipe => pipe.Here)];
        foreach (int number in (int[])[0, count / 2, count - 1])
        {
            Task<IWaitable[]> thread = Wait(all);
            Task<IWaitable[]> later = ProcessWait.AnyAsync(all, TestToken);
            pipes[number].There.Send(number);
            Assert.Equal([all[number]], await thread.Soon());
            Assert.Equal([all[number]], await later.Soon());
            Assert.Equal(number, pipes[number].Here.Receive());
        }

        foreach ((Connection<int> here, Connection<int> there) in pipes)
        {
            here.Close();
            there.Close();
        }
    }

    [Fact]
    public async Task An_event_that_is_cleared_at_once_was_set()
    {
        using ProcessEvent theEvent = new(), other = new();
        Task<IWaitable[]> waiting = ProcessWait.AnyAsync([theEvent, other], TestToken);
        theEvent.Set();
        theEvent.Clear();
        Assert.Equal([theEvent], await waiting.Soon());
    }

    [Fact]
    public async Task Who_only_waits_takes_no_wake_from_who_receives()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        for (int i = 0; i < 200; i++)
        {
            Task<IWaitable[]>[] watchers = [Wait([here]), ProcessWait.AnyAsync([here], TestToken)];
            Task<int> receiving = Task.Factory.StartNew(() => here.Receive(TestToken), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            long start = Stopwatch.GetTimestamp();
            there.Send(i);
            Assert.Equal(i, await receiving.Soon());

            // What was received is not there for those that came too late.
            there.SendBytes([]);
            await Task.WhenAll(watchers).Soon();
            Assert.Empty(here.ReceiveBytes());
        }

        here.Close();
        there.Close();
    }

    [Fact]
    public async Task A_wait_ends_by_cancellation_and_when_one_is_closed_here()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using CancellationTokenSource soon = new(50);
        Assert.Throws<OperationCanceledException>(() => ProcessWait.Any([here], Timeout.InfiniteTimeSpan, soon.Token));
        Assert.Throws<OperationCanceledException>(() => ProcessWait.Any([here], Timeout.InfiniteTimeSpan, soon.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProcessWait.AnyAsync([here], soon.Token));
        Assert.Equal([there], ProcessWait.Any([there], Timeout.InfiniteTimeSpan, SendLater(here)));

        Task<IWaitable[]> thread = Wait([here]);
        Task<IWaitable[]> later = ProcessWait.AnyAsync([here], TestToken);
        here.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(thread.Soon);
        await Assert.ThrowsAsync<ObjectDisposedException>(later.Soon);
        there.Close();

        static CancellationToken SendLater(Connection<int> connection)
        {
            connection.Send(1);
            return TestToken;
        }
    }

    [Fact]
    public void What_cannot_be_waited_for_says_so()
    {
        (Connection<int> receiver, Connection<int> sender) = ProcessPipe.Create<int>(duplex: false);
        using (receiver)
        {
            Assert.Throws<InvalidOperationException>(() => ProcessWait.Any(sender));
            sender.Close();
            Assert.Throws<ObjectDisposedException>(() => ProcessWait.Any(sender));
            Assert.Equal([receiver], ProcessWait.Any(receiver));
        }

        using PipeJobs.MakePipeProcess unstarted = new();
        Assert.Throws<InvalidOperationException>(() => ProcessWait.Any(unstarted));
        ProcessEvent theEvent = new();
        theEvent.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ProcessWait.Any(theEvent));
    }

    private static Task<IWaitable[]> Wait(IWaitable[] all) =>
        Task.Factory.StartNew(() => ProcessWait.Any(all), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
