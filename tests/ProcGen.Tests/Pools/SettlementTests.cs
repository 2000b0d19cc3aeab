using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>What becomes of a call whose worker is gone: each case by itself.</summary>
public sealed class SettlementTests
{
    [Fact]
    public void What_had_not_begun_goes_to_another_worker_while_there_are_any()
    {
        Assert.Equal(Settlement.SendAgain, Decide(Call(), begun: false));
        Assert.Equal(Settlement.NotBegun, Decide(Call(), begun: false, PoolPhase.Ending));
        Assert.Equal(Settlement.Stopped, Decide(Call(), begun: false, PoolPhase.Broken));
    }

    [Fact]
    public void What_one_worker_alone_could_run_is_lost_with_it()
    {
        PendingCall pinned = Call();
        pinned.IsPinned = true;
        Assert.Equal(Settlement.Lost, Decide(pinned, begun: false));
    }

    [Fact]
    public void What_never_comes_to_begin_is_given_up_at_last()
    {
        PendingCall unlucky = Call();
        unlucky.Dispatches = Settlements.MaxDispatches;
        Assert.Equal(Settlement.Lost, Decide(unlucky, begun: false));
    }

    [Fact]
    public void What_had_begun_is_lost_unless_it_has_more_attempts()
    {
        Assert.Equal(Settlement.Lost, Decide(Call(), begun: true));
        PendingCall call = Call(new CallOptions { MaxAttempts = 2 });
        Assert.Equal(Settlement.TryAgain, Decide(call, begun: true));
        Assert.Equal(Settlement.Lost, Decide(call, begun: true, PoolPhase.Ending));
        Assert.Equal(Settlement.Lost, Decide(call, begun: true, PoolPhase.Broken));
        call.HasGivenItems = true;
        Assert.Equal(Settlement.Lost, Decide(call, begun: true));
        call.HasGivenItems = false;
        call.Attempt = 2;
        Assert.Equal(Settlement.Lost, Decide(call, begun: true));
    }

    [Fact]
    public void What_brings_workers_down_is_quarantined()
    {
        PendingCall call = Call(new CallOptions { MaxAttempts = 9 });
        call.WorkersBroughtDown = 1;
        Assert.Equal(Settlement.TryAgain, Decide(call, begun: true));
        call.WorkersBroughtDown = 2;
        Assert.Equal(Settlement.Quarantined, Decide(call, begun: true));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void What_was_cancelled_is_cancelled_unless_it_ran_on(bool begun, bool killOnCancel, bool isCancelled)
    {
        PendingCall call = Call(new CallOptions { KillOnCancel = killOnCancel });
        call.IsCancelled = true;
        Assert.Equal(isCancelled ? Settlement.Cancelled : Settlement.Lost, Decide(call, begun));
        call.IsTimedOut = true;
        Assert.Equal(Settlement.TimedOut, Decide(call, begun));
    }

    private static PendingCall Call(CallOptions? options = null) => PoolCall.New(options ?? new CallOptions());

    private static Settlement Decide(PendingCall call, bool begun, PoolPhase phase = PoolPhase.Running) => Settlements.Decide(call, begun, phase, quarantineAfter: 2);
}
