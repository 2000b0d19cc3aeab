using System.Diagnostics;

namespace ProcGen.Acceptance.Synchronization;

/// <summary>Events among threads and among processes.</summary>
public class EventTests : ProcessTest
{
    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task E1_An_event_lets_go_on_once_it_is_set_and_until_it_is_cleared(Party party)
    {
        using ProcessEvent theEvent = new();
        Assert.False(theEvent.IsSet);
        Assert.False(theEvent.Wait(TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        Assert.False(theEvent.Wait(TimeSpan.FromMilliseconds(100)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(99));
        Assert.False(await theEvent.WaitAsync(TimeSpan.FromMilliseconds(20)));

        Task waiting = theEvent.WaitAsync().AsTask();
        Assert.True(await party.Run(new SynchronizationJobs.SetEventProcess(theEvent)));
        await waiting.Soon();
        Assert.True(theEvent.IsSet);
        theEvent.Wait();
        Assert.True(theEvent.Wait(TimeSpan.Zero));
        Assert.True(await theEvent.WaitAsync(TimeSpan.Zero));
        Assert.True(await party.Run(new SynchronizationJobs.WaitForEventProcess(theEvent)));

        theEvent.Clear();
        Assert.False(theEvent.IsSet);
        Assert.False(theEvent.Wait(TimeSpan.Zero));
        theEvent.Set();
        theEvent.Reset();
        Assert.False(theEvent.Wait(TimeSpan.Zero));
        using ProcessEvent other = new(isSet: true);
        Assert.True(other.Wait(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task E1_All_that_wait_go_on_even_if_it_is_cleared_at_once(Party party)
    {
        const int Count = 4;
        using ProcessEvent theEvent = new();
        using ProcessSemaphore waiting = new(0);
        Task<bool>[] others = [.. Enumerable.Range(0, Count).Select(_ => party.Run(new SynchronizationJobs.WaitForEventProcess(theEvent, waiting)))];
        Task[] here = [.. Enumerable.Range(0, Count).Select(_ => theEvent.WaitAsync().AsTask())];
        for (int i = 0; i < Count; i++)
        {
            Assert.True(waiting.TryAcquire(Deadlines.Event));
        }

        // Those here wait already. The others are about to; whoever has not begun waits for the next time.
        theEvent.Set();
        theEvent.Clear();
        await Task.WhenAll(here).Soon();
        while (!others.All(static other => other.IsCompleted))
        {
            theEvent.Set();
            await Task.WhenAny(Task.WhenAll(others), Task.Delay(10, TestToken));
        }

        Assert.All(await Task.WhenAll(others), Assert.True);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task E2_The_text_tells_whether_it_is_set(Party party)
    {
        using ProcessEvent theEvent = new();
        Assert.Equal("ProcessEvent (unset)", theEvent.ToString());
        Assert.Equal("ProcessEvent (unset)", await party.Run(new SynchronizationJobs.DescribeEventProcess(theEvent)));
        theEvent.Set();
        Assert.Equal("ProcessEvent (set)", theEvent.ToString());
        Assert.Equal("ProcessEvent (set)", await party.Run(new SynchronizationJobs.DescribeEventProcess(theEvent)));
    }

    [Fact]
    public async Task A_wait_for_an_event_can_be_cancelled()
    {
        using ProcessEvent theEvent = new();
        using CancellationTokenSource source = new();
        Task blocked = Task.Factory.StartNew(() => theEvent.Wait(source.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task awaited = theEvent.WaitAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited.Soon());
        Assert.ThrowsAny<OperationCanceledException>(() => theEvent.Wait(source.Token));
        Assert.False(theEvent.IsSet);
    }
}
