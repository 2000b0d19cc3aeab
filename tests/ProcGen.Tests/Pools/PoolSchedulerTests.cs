using CsCheck;
using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Pools;
using ProcGen.Serialization;

namespace ProcGen.Tests.Pools;

/// <summary>The pool's decisions without processes: any order of events keeps every call in exactly one place.</summary>
public sealed class PoolSchedulerTests
{
    private readonly PoolScheduler<string> _scheduler = new();

    [Fact]
    public void Calls_wait_in_their_order_when_no_worker_is_idle()
    {
        PendingCall[] calls = [Call(), Call(), Call()];
        Assert.All(calls, call => Assert.Null(_scheduler.Submit(call)));
        Assert.Equal(calls, [_scheduler.Release("a")!, _scheduler.Release("b")!, _scheduler.Release("a")!]);
        Assert.Null(_scheduler.Release("a"));
    }

    [Fact]
    public void The_worker_that_was_idle_last_gets_the_next_call()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        Assert.Equal("b", _scheduler.Submit(Call()));
        Assert.Equal("a", _scheduler.Submit(Call()));
    }

    [Fact]
    public void What_a_dead_worker_had_comes_before_what_waits()
    {
        PendingCall first = Call();
        PendingCall second = Call();
        _scheduler.Submit(first);
        _scheduler.Submit(second);
        Assert.Same(first, _scheduler.Release("a"));
        Assert.Same(first, _scheduler.Remove("a"));
        Assert.Null(_scheduler.Requeue(first));
        Assert.Same(first, _scheduler.Release("b"));
        Assert.Same(second, _scheduler.Release("c"));
    }

    [Fact]
    public void A_dead_idle_worker_gets_nothing_more()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        Assert.Null(_scheduler.Release("c"));
        Assert.Null(_scheduler.Remove("b"));
        Assert.Equal(("c", "a", null), (_scheduler.Submit(Call()), _scheduler.Submit(Call()), _scheduler.Submit(Call())));
    }

    [Fact]
    public void A_call_is_withdrawn_once_and_only_while_it_waits()
    {
        PendingCall waiting = Call();
        _scheduler.Submit(waiting);
        Assert.True(_scheduler.Withdraw(waiting));
        Assert.False(_scheduler.Withdraw(waiting));
        PendingCall running = Call();
        _scheduler.Release("a");
        _scheduler.Submit(running);
        Assert.False(_scheduler.Withdraw(running));
    }

    [Fact]
    public void Any_order_of_events_keeps_each_call_in_one_place() =>
        Gen.Int[0, 4].Select(Gen.Int[0, 3]).Array[0, 200].Sample(Play, iter: 20_000);

    // A model beside the scheduler: which calls wait, in order, and which worker has which.
    private static void Play((int Event, int Worker)[] events)
    {
        PoolScheduler<string> scheduler = new();
        List<PendingCall> waiting = [];
        Dictionary<string, PendingCall> running = [];
        HashSet<string> idle = [];
        foreach ((int number, int index) in events)
        {
            string worker = $"{index}";
            switch (number)
            {
                case 0:
                    Place(Call(), isFirst: false);
                    break;
                case 1 when !idle.Contains(worker):
                    running.Remove(worker);
                    Give(worker, scheduler.Release(worker));
                    break;
                case 2:
                    running.Remove(worker, out PendingCall? had);
                    idle.Remove(worker);
                    Assert.Same(had, scheduler.Remove(worker));
                    if (had is not null)
                    {
                        Place(had, isFirst: true);
                    }

                    break;
                case 3 when waiting.Count > 0:
                    PendingCall withdrawn = waiting[index % waiting.Count];
                    waiting.Remove(withdrawn);
                    Assert.True(scheduler.Withdraw(withdrawn));
                    break;
                case 4 when running.TryGetValue(worker, out PendingCall? busy):
                    Assert.False(scheduler.Withdraw(busy));
                    break;
            }

            Assert.Equal((waiting.Count, running.Count), (scheduler.QueueLength, scheduler.BusyCount));
            Assert.False(waiting.Count > 0 && idle.Count > 0);
            Assert.All(running.Keys, key => Assert.True(scheduler.IsBusy(key)));
        }

        Assert.Equal(waiting, scheduler.WithdrawAll());

        void Place(PendingCall call, bool isFirst)
        {
            string? given = isFirst ? scheduler.Requeue(call) : scheduler.Submit(call);
            if (given is null)
            {
                Assert.Empty(idle);
                waiting.Insert(isFirst ? 0 : waiting.Count, call);
                Assert.Equal(CallState.Queued, call.State);
            }
            else
            {
                Assert.True(idle.Remove(given));
                running.Add(given, call);
                Assert.Equal(CallState.Dispatched, call.State);
            }
        }

        void Give(string worker, PendingCall? next)
        {
            Assert.Same(waiting.FirstOrDefault(), next);
            if (next is null)
            {
                idle.Add(worker);
            }
            else
            {
                waiting.RemoveAt(0);
                running.Add(worker, next);
            }
        }
    }

    private static PendingResult<int> Call() => new(new NoCall(), callerReads: true, CancellationToken.None);

    private sealed class NoCall : TargetCall<int>
    {
        public override TargetDescriptor Target => throw new NotSupportedException();

        public override ValueTask<int> InvokeAsync(CallContext context) => throw new NotSupportedException();

        public override int ReadResult(ref WireReader reader) => throw new NotSupportedException();

        public override void WriteArguments(ref WireWriter writer) => throw new NotSupportedException();

        public override void WriteResult(ref WireWriter writer, int result) => throw new NotSupportedException();
    }
}
