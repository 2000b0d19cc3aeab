using CsCheck;
using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>Calls that go ahead to busy workers, over simulated workers: whatever happens, each call ends once, and no worker is idle while one that it could run lies with another.</summary>
public sealed class AheadScheduleTests
{
    private const int Workers = 4;

    [Fact]
    public void Any_schedule_ends_each_call_exactly_once() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Workers - 1], Gen.Int[0, 3]).Array[0, 80].Sample(static events => new Simulation().Play(events), iter: 30_000);

    [Fact]
    public void A_short_call_goes_ahead_and_the_next_goes_to_the_worker_with_fewer()
    {
        PoolScheduler<string> scheduler = Busy(2, 2);
        string[] workers = [.. Enumerable.Range(0, 4).Select(_ => scheduler.Submit(PoolCall.Short())!)];
        Assert.Equal(["a", "a", "b", "b"], workers.Order());
        Assert.Null(scheduler.Submit(PoolCall.Short()));
        Assert.Equal(5, scheduler.QueueLength);
    }

    [Fact]
    public void Nothing_goes_ahead_past_a_call_that_waits()
    {
        PoolScheduler<string> scheduler = Busy(2, 2);
        Assert.Null(scheduler.Submit(PoolCall.New()));
        Assert.Null(scheduler.Submit(PoolCall.Short()));
        Assert.Null(scheduler.SendAhead("a"));
    }

    [Fact]
    public void A_worker_that_becomes_idle_gets_what_lies_with_another()
    {
        PoolScheduler<string> scheduler = Busy(2, 0);
        PendingCall first = PoolCall.Short(), second = PoolCall.Short();
        Assert.Equal(("a", "a"), (scheduler.Submit(first), scheduler.Submit(second)));
        Assert.Same(second, scheduler.Release("b"));
        Assert.Same(first, scheduler.Release("b"));
        Assert.Null(scheduler.Release("b"));
        Assert.Equal((0, 1), (scheduler.QueueLength, scheduler.IdleCount));
    }

    [Fact]
    public void What_comes_back_waits_at_its_old_place()
    {
        PoolScheduler<string> scheduler = Busy(1, 0);
        PendingCall ahead = PoolCall.Short(), waiting = PoolCall.Short();
        Assert.Equal("a", scheduler.Submit(ahead));
        Assert.Null(scheduler.Submit(waiting));
        scheduler.TakeBack(static worker => worker == "a");
        Assert.Equal([ahead, waiting], [scheduler.Release("b")!, scheduler.Release("b")!]);
    }

    private static PoolScheduler<string> Busy(int aheadOfA, int aheadOfB)
    {
        PoolScheduler<string> scheduler = new(static (_, _) => true);
        foreach ((string worker, int most) in ((string, int)[])[("a", aheadOfA), ("b", aheadOfB)])
        {
            Assert.Null(scheduler.Release(worker));
            Assert.Equal(worker, scheduler.Submit(PoolCall.Short()));
            scheduler.SetMostAhead(worker, most);
        }

        return scheduler;
    }

    private sealed class Simulation
    {
        private readonly PoolScheduler<string> _scheduler;

        // What each worker was sent, the call that it runs first.
        private readonly Dictionary<string, List<PendingCall>> _sent = [];
        private readonly HashSet<PendingCall> _waiting = [];
        private readonly HashSet<PendingCall> _ended = [];
        private readonly List<PendingCall> _made = [];

        // Workers that have begun the call after their first: its end is known to them and not yet to the scheduler.
        private readonly HashSet<string> _areEager = [];

        public Simulation() => _scheduler = new PoolScheduler<string>(TryTakeBack);

        public void Play((int Event, int Worker, int Number)[] events)
        {
            foreach ((int number, int index, int amount) in events)
            {
                Step(number, $"{index}", amount);
                Check();
            }

            _areEager.Clear();
            Free("last");
            while (_sent.Any(static pair => pair.Value.Count > 0))
            {
                string worker = _sent.First(static pair => pair.Value.Count > 0).Key;
                End(worker);
                Free(worker);
                Check();
            }

            Assert.Empty(_waiting);
            Assert.Equal(_made.Count, _ended.Count);
            Assert.True(_scheduler.IsEmpty);
        }

        private void Step(int number, string worker, int amount)
        {
            switch (number)
            {
                case 0 or 1 or 2:
                    PendingCall call = amount == 0 ? PoolCall.New() : PoolCall.Short();
                    _made.Add(call);
                    Place(call, isNew: true);
                    break;
                case 3 or 4 or 5 when _sent.TryGetValue(worker, out List<PendingCall>? sent):
                    if (sent.Count > 0)
                    {
                        End(worker);
                    }

                    Free(worker);
                    break;
                case 3 or 4 or 5:
                    Free(worker);
                    break;
                case 6:
                    _scheduler.SetMostAhead(worker, amount);
                    break;
                case 7 when amount == 0:
                    Die(worker);
                    break;
                case 7:
                    _areEager.Add(worker);
                    break;
                case 8:
                    HashSet<PendingCall> before = [.. _sent.GetValueOrDefault(worker, []).Skip(1)];
                    _scheduler.TakeBack(other => other == worker);
                    _waiting.UnionWith(before.Except(_sent.GetValueOrDefault(worker, [])));
                    break;
                case 9 when _made.Count > 0:
                    Withdraw(_made[amount % _made.Count]);
                    break;
            }
        }

        private bool TryTakeBack(string worker, PendingCall pending)
        {
            int index = _sent[worker].IndexOf(pending);
            Assert.True(index > 0, "Only what was sent ahead is taken back.");
            if (index == 1 && _areEager.Contains(worker))
            {
                return false;
            }

            _sent[worker].RemoveAt(index);
            return true;
        }

        private void Withdraw(PendingCall call)
        {
            bool mayBe = _waiting.Contains(call) || _sent.Any(pair => pair.Value.IndexOf(call) > 0 && !(pair.Value.IndexOf(call) == 1 && _areEager.Contains(pair.Key)));
            Assert.Equal(mayBe, _scheduler.Withdraw(call));
            if (mayBe)
            {
                _waiting.Remove(call);
                Assert.True(_ended.Add(call));
            }
        }

        private void Place(PendingCall call, bool isNew)
        {
            if ((isNew ? _scheduler.Submit(call) : _scheduler.Requeue(call)) is { } worker)
            {
                Send(worker, call);
            }
            else
            {
                Assert.Equal(CallState.Queued, call.State);
                _waiting.Add(call);
            }
        }

        private void Free(string worker)
        {
            _sent.TryAdd(worker, []);
            if (_scheduler.Release(worker) is { } next)
            {
                _waiting.Remove(next);
                Assert.Empty(_sent[worker]);
                Send(worker, next);
            }

            bool wantsMore = _scheduler.WantsMore(worker);
            while (wantsMore && _scheduler.SendAhead(worker) is { } ahead)
            {
                Assert.True(_waiting.Remove(ahead));
                Send(worker, ahead);
            }
        }

        private void Send(string worker, PendingCall call)
        {
            Assert.Equal(CallState.Dispatched, call.State);
            Assert.DoesNotContain(_sent, pair => pair.Value.Contains(call));
            _sent[worker].Add(call);
        }

        private void End(string worker)
        {
            Assert.True(_ended.Add(_sent[worker][0]));
            _sent[worker].RemoveAt(0);
            _areEager.Remove(worker);
        }

        private void Die(string worker)
        {
            _sent.Remove(worker, out List<PendingCall>? had);
            PendingCall? first = _scheduler.Remove(worker, out PendingCall[] others);
            Assert.Equal(had ?? [], first is null ? others : [first, .. others]);
            _areEager.Remove(worker);
            foreach (PendingCall call in had ?? [])
            {
                Place(call, isNew: false);
            }
        }

        private void Check()
        {
            int ahead = _sent.Values.Sum(static sent => Math.Max(0, sent.Count - 1));
            int busy = _sent.Values.Count(static sent => sent.Count > 0);
            Assert.Equal((_waiting.Count + ahead, busy, _sent.Count - busy), (_scheduler.QueueLength, _scheduler.BusyCount, _scheduler.IdleCount));
            if (busy < _sent.Count)
            {
                Assert.Empty(_waiting);
            }
        }
    }
}
