using CsCheck;
using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The scheduler over simulated workers that start, work, exit and die in any order: no call is lost, doubled or stuck.</summary>
public sealed class PoolScheduleTests
{
    private const int Workers = 4;

    [Fact]
    public void Any_schedule_ends_each_call_exactly_once() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, Workers - 1], Gen.Int[-1, 1], Gen.Int[0, 5]).Array[0, 60].Sample(events => new Simulation().Play(events), iter: 100_000);

    private sealed class Simulation
    {
        private readonly PoolScheduler<string> _scheduler = new(static (_, _) => false);
        private readonly HashSet<string> _alive = [];
        private readonly Dictionary<string, PendingCall> _running = [];
        private readonly Dictionary<object, string> _keys = [];
        private readonly HashSet<PendingCall> _waiting = [];
        private readonly HashSet<PendingCall> _ended = [];
        private int _made;

        public void Play((int Event, int Worker, int Priority, int Key)[] events)
        {
            foreach ((int number, int index, int priority, int key) in events)
            {
                Step(number, $"{index}", priority, key == 0 ? null : key);
                Check();
            }

            // Whatever has happened: with one worker that lives, everything ends.
            Free("last");
            while (_running.Count > 0)
            {
                string worker = _running.Keys.First();
                End(worker);
                Free(worker);
                Check();
            }

            Assert.Empty(_waiting);
            Assert.Equal(_made, _ended.Count);
            Assert.True(_scheduler.IsEmpty);
        }

        private void Step(int number, string worker, int priority, object? key)
        {
            switch (number)
            {
                case 0 or 1 or 2:
                    _made++;
                    Place(PoolCall.New(priority, key), isNew: true);
                    break;
                case 3 or 4 when _running.ContainsKey(worker):
                    End(worker);
                    Free(worker);
                    break;
                case 3 or 4 when !_alive.Contains(worker):
                    Free(worker);
                    break;
                case 5 when _running.TryGetValue(worker, out PendingCall? pinnedTo):
                    Assert.Same(pinnedTo, _scheduler.CallOf(worker));
                    _made++;
                    PendingCall pinned = PoolCall.New(priority);
                    Assert.False(_scheduler.SubmitTo(worker, pinned));
                    _waiting.Add(pinned);
                    break;
                case 6 when _waiting.Count > 0:
                    PendingCall withdrawn = _waiting.MinBy(static call => call.Id)!;
                    Assert.True(_scheduler.Withdraw(withdrawn));
                    Assert.False(_scheduler.Withdraw(withdrawn));
                    _waiting.Remove(withdrawn);
                    Assert.True(_ended.Add(withdrawn));
                    break;
                case 7:
                    Die(worker);
                    break;
            }
        }

        private void Place(PendingCall call, bool isNew)
        {
            if ((isNew ? _scheduler.Submit(call) : _scheduler.Requeue(call)) is { } worker)
            {
                Run(worker, call);
            }
            else
            {
                Assert.Equal(CallState.Queued, call.State);
                _waiting.Add(call);
            }
        }

        private void Free(string worker)
        {
            _alive.Add(worker);
            if (_scheduler.Release(worker) is { } next)
            {
                // Nothing that this worker could run goes before what it got.
                Assert.DoesNotContain(_waiting, other => other != next && !other.IsPinned && IsFreeFor(other, worker) && CallQueue.IsBefore(other, next));
                Assert.True(_waiting.Remove(next));
                Run(worker, next);
            }
        }

        private void Run(string worker, PendingCall call)
        {
            Assert.Contains(worker, _alive);
            Assert.Equal(CallState.Dispatched, call.State);
            if (call.Options.AffinityKey is { } key)
            {
                // As long as a worker lives, its keys are its own.
                Assert.Equal(worker, _keys.GetValueOrDefault(key, worker));
                _keys[key] = worker;
            }

            _running.Add(worker, call);
        }

        private void End(string worker)
        {
            _running.Remove(worker, out PendingCall? call);
            Assert.True(_ended.Add(call!));
        }

        private void Die(string worker)
        {
            _running.Remove(worker, out PendingCall? had);
            Assert.Same(had, _scheduler.Remove(worker, out PendingCall[] waitedForIt));
            _alive.Remove(worker);
            foreach (object key in _keys.Where(pair => pair.Value == worker).Select(static pair => pair.Key).ToArray())
            {
                _keys.Remove(key);
            }

            foreach (PendingCall call in had is null ? waitedForIt : [had, .. waitedForIt])
            {
                _waiting.Remove(call);
                Place(call, isNew: false);
            }
        }

        private bool IsFreeFor(PendingCall call, string worker) => call.Options.AffinityKey is not { } key || _keys.GetValueOrDefault(key, worker) == worker;

        private void Check()
        {
            Assert.Equal((_waiting.Count, _running.Count, _alive.Count - _running.Count), (_scheduler.QueueLength, _scheduler.BusyCount, _scheduler.IdleCount));
            string[] idle = [.. _alive.Where(worker => !_running.ContainsKey(worker))];
            Assert.DoesNotContain(_waiting, call => idle.Any(worker => !call.IsPinned && IsFreeFor(call, worker)));
        }
    }
}
