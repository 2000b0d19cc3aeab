namespace ProcGen.Acceptance.Synchronization;

/// <summary>Barriers among threads and among processes.</summary>
public class BarrierTests : ProcessTest
{
    [Theory]
    [InlineData(Party.Thread, 1)]
    [InlineData(Party.Thread, 10)]
    [InlineData(Party.Process, 1)]
    [InlineData(Party.Process, 10)]
    public async Task B1_All_parties_pass_in_lockstep(Party party, int rounds)
    {
        const int Parties = 4;
        using ProcessBarrier barrier = new(Parties);
        using SharedArray<int> arrived = new(rounds);
        int[][] indexes = await Task.WhenAll(Enumerable.Range(0, Parties).Select(_ => party.Run(new SynchronizationJobs.PassBarrierProcess(barrier, arrived, rounds))));
        Assert.All(indexes, static mine => Assert.DoesNotContain(-1, mine));
        Assert.Equal((Parties, 0, false, BarrierBreak.None), (barrier.Parties, barrier.WaitingCount, barrier.IsBroken, barrier.BreakReason));
        Assert.Equal($"ProcessBarrier (0 of {Parties} waiting)", barrier.ToString());
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B2_Each_party_of_a_round_gets_an_index_of_its_own(Party party)
    {
        const int Parties = 4, Rounds = 10;
        using ProcessBarrier barrier = new(Parties);
        using SharedArray<int> arrived = new(Rounds);
        int[][] indexes = await Task.WhenAll(Enumerable.Range(0, Parties).Select(_ => party.Run(new SynchronizationJobs.PassBarrierProcess(barrier, arrived, Rounds))));
        for (int round = 0; round < Rounds; round++)
        {
            Assert.Equal(Enumerable.Range(0, Parties), indexes.Select(mine => mine[round]).Order());
        }
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B3_The_action_runs_once_for_each_round(Party party)
    {
        const int Parties = 3, Rounds = 10;
        using ProcessBarrier barrier = new(Parties);
        using SharedArray<int> arrived = new(Rounds);
        using SharedValue<int> actions = new();
        int[][] indexes = await Task.WhenAll(Enumerable.Range(0, Parties).Select(_ => party.Run(new SynchronizationJobs.PassBarrierProcess(barrier, arrived, Rounds, actions))));
        Assert.All(indexes, static mine => Assert.DoesNotContain(-1, mine));
        Assert.Equal(Rounds, actions.Value);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B3_An_action_that_throws_breaks_the_barrier(Party party)
    {
        using ProcessBarrier barrier = new(2, static () => throw new InvalidTimeZoneException());
        using ProcessBarrier harmless = barrier.WithAction(static () => { });
        Task<BarrierBreak> other = party.Run(new SynchronizationJobs.WaitForBarrierProcess(harmless));
        await Deadlines.Until(() => barrier.WaitingCount == 1, "the other waits");
        Assert.Throws<InvalidTimeZoneException>(() => barrier.Wait());
        Assert.Equal(BarrierBreak.ActionFailed, await other);
        Assert.Equal(BarrierBreak.ActionFailed, barrier.BreakReason);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B4_An_abort_breaks_the_barrier_for_all(Party party)
    {
        using ProcessBarrier barrier = new(5);
        Task<BarrierBreak>[] others = await Gather(barrier, party, 4);
        Assert.Equal("ProcessBarrier (4 of 5 waiting)", barrier.ToString());
        barrier.Abort();
        Assert.All(await Task.WhenAll(others), static reason => Assert.Equal(BarrierBreak.Aborted, reason));
        Assert.True(barrier.IsBroken);
        Assert.Equal(0, barrier.WaitingCount);
        Assert.Equal("ProcessBarrier (broken: Aborted)", barrier.ToString());
        Assert.Equal(BarrierBreak.Aborted, Assert.Throws<BrokenBarrierException>(() => barrier.Wait()).Reason);
        Assert.Equal(BarrierBreak.Aborted, await party.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier)));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B6_A_barrier_that_was_aborted_is_new_after_a_reset(Party party)
    {
        using ProcessBarrier barrier = new(3);
        Task<BarrierBreak>[] others = await Gather(barrier, party, 2);
        barrier.Abort();
        Assert.All(await Task.WhenAll(others), static reason => Assert.Equal(BarrierBreak.Aborted, reason));
        barrier.Reset();
        Assert.False(barrier.IsBroken);
        others = await Gather(barrier, party, 2);
        Assert.Equal(2, barrier.Wait(Deadlines.Event));
        Assert.All(await Task.WhenAll(others), static reason => Assert.Equal(BarrierBreak.None, reason));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task B6_A_reset_sends_away_those_that_wait(Party party)
    {
        using ProcessBarrier barrier = new(3);
        Task<BarrierBreak>[] others = await Gather(barrier, party, 2);
        barrier.Reset();
        Assert.All(await Task.WhenAll(others), static reason => Assert.Equal(BarrierBreak.Reset, reason));
        Assert.False(barrier.IsBroken);
        Assert.Equal(0, barrier.WaitingCount);
    }

    [Fact]
    public async Task B8_A_barrier_for_one_never_blocks()
    {
        int actions = 0;
        using ProcessBarrier barrier = new(1, () => actions++);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(0, barrier.Wait());
            Assert.Equal(0, barrier.Wait(TimeSpan.Zero));
            ValueTask<int> wait = barrier.WaitAsync();
            Assert.True(wait.IsCompletedSuccessfully);
            Assert.Equal(0, await wait);
        }

        Assert.Equal(30, actions);
        using SharedArray<int> arrived = new(2);
        Assert.All(await SynchronizationJobs.PassBarrierProcess.RunAsync(barrier, arrived, 2), static index => Assert.Equal(0, index));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task One_whose_time_is_up_breaks_the_barrier_for_all(Party party)
    {
        using ProcessBarrier barrier = new(3);
        Task<BarrierBreak>[] others = await Gather(barrier, party, 1);
        Assert.Equal(BarrierBreak.TimedOut, Assert.Throws<BrokenBarrierException>(() => barrier.Wait(TimeSpan.FromMilliseconds(50))).Reason);
        Assert.Equal(BarrierBreak.TimedOut, await others[0]);
        barrier.Reset();
        var thrown = await Assert.ThrowsAsync<BrokenBarrierException>(async () => await barrier.WaitAsync(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(BarrierBreak.TimedOut, thrown.Reason);

        using ProcessBarrier hasty = new(2, timeout: TimeSpan.FromMilliseconds(50));
        Assert.Throws<BrokenBarrierException>(() => hasty.Wait());
    }

    [Fact]
    public async Task One_that_is_cancelled_breaks_the_barrier_for_all()
    {
        using ProcessBarrier barrier = new(3);
        using CancellationTokenSource source = new();
        Task<BarrierBreak>[] others = await Gather(barrier, Party.Process, 1);
        Task<int> awaited = barrier.WaitAsync(source.Token).AsTask();
        await Deadlines.Until(() => barrier.WaitingCount == 2, "both wait");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited.Soon());
        Assert.Equal(BarrierBreak.TimedOut, await others[0]);
        Assert.True(barrier.IsBroken);
        barrier.Reset();

        using CancellationTokenSource other = new();
        Task<int> blocked = Task.Factory.StartNew(() => barrier.Wait(other.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Deadlines.Until(() => barrier.WaitingCount == 1, "it waits");
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.Soon());
        Assert.True(barrier.IsBroken);
    }

    [Fact]
    public async Task Threads_flows_and_processes_meet_at_one_barrier()
    {
        using ProcessBarrier barrier = new(3);
        for (int i = 0; i < 3; i++)
        {
            Task<BarrierBreak> thread = Party.Thread.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier));
            Task<BarrierBreak> process = Party.Process.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier));
            Assert.InRange(await barrier.WaitAsync().AsTask().Soon(), 0, 2);
            Assert.Equal([BarrierBreak.None, BarrierBreak.None], await Task.WhenAll(thread, process));
        }
    }

    private static async Task<Task<BarrierBreak>[]> Gather(ProcessBarrier barrier, Party party, int count)
    {
        Task<BarrierBreak>[] others = [.. Enumerable.Range(0, count).Select(_ => party.Run(new SynchronizationJobs.WaitForBarrierProcess(barrier)))];
        await Deadlines.Until(() => barrier.WaitingCount == count, "they wait");
        return others;
    }
}
