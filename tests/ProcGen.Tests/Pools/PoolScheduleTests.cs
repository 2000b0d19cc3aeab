using CsCheck;
using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The scheduler over simulated workers that start, work, exit and die in any order: no call is lost, doubled or stuck.</summary>
public sealed class PoolScheduleTests
{
    private const int Workers = 4;
    private const int QuarantineAfter = 2;

    private static readonly Gen<(int Event, int Worker, int Priority, int Key, int Detail)[]> Schedules =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Workers - 1], Gen.Int[-1, 1], Gen.Int[0, 5], Gen.Int[0, 63]).Array[0, 60];

    [Fact]
    public void Any_schedule_ends_each_call_exactly_once() => Schedules.Sample(static events => new Simulation(maxKeys: int.MaxValue).Play(events), iter: 100_000);

    [Fact]
    public void So_it_does_when_keys_are_forgotten() => Schedules.Sample(static events => new Simulation(maxKeys: 2).Play(events), iter: 50_000);

    private sealed class Simulation(int maxKeys)
    {
        private readonly PoolScheduler<string> _scheduler = new(static (_, _) => false, maxKeys);
        private readonly HashSet<string> _alive = [];

        // Those that have done their last call and are about to go.
        private readonly HashSet<string> _finished = [];
        private readonly Dictionary<PendingCall, int> _begun = [];
        private readonly Dictionary<string, PendingCall> _running = [];
        private readonly Dictionary<object, string> _keys = [];
        private readonly HashSet<PendingCall> _waiting = [];
        private readonly HashSet<PendingCall> _ended = [];
        private int _made;

        public void Play((int Event, int Worker, int Priority, int Key, int Detail)[] events)
        {
            foreach ((int number, int index, int priority, int key, int detail) in events)
            {
                CallOptions options = new() { Priority = priority, AffinityKey = key == 0 ? null : key, MaxAttempts = 1 + (detail & 3), KillOnCancel = (detail & 4) != 0 };
                Step(number, $"{index}", options, detail);
                Check();
            }

            foreach (string worker in _finished.ToArray())
            {
                Die(worker, begun: false, itself: false);
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

        private void Step(int number, string worker, CallOptions options, int detail)
        {
            switch (number)
            {
                case 0 or 1 or 2:
                    _made++;
                    Place(PoolCall.New(options), isNew: true);
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
                    PendingCall pinned = PoolCall.New(options with { AffinityKey = null });
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
                    Die(worker, begun: (detail & 8) != 0, itself: (detail & 16) != 0);
                    break;
                case 8 when _running.ContainsKey(worker):
                    End(worker);
                    _scheduler.Finish(worker);
                    _finished.Add(worker);
                    break;
                case 9 when _running.TryGetValue(worker, out PendingCall? unwanted):
                    unwanted.IsCancelled |= (detail & 8) == 0;
                    unwanted.IsTimedOut |= (detail & 8) != 0;
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
                Assert.False(KnowsAllKeys && _waiting.Any(other => other != next && !other.IsPinned && IsFreeFor(other, worker) && CallQueue.IsBefore(other, next)));
                Assert.True(_waiting.Remove(next));
                Run(worker, next);
            }
        }

        private void Run(string worker, PendingCall call)
        {
            Assert.Contains(worker, _alive);
            Assert.DoesNotContain(worker, _finished);
            Assert.Equal(CallState.Dispatched, call.State);
            call.Dispatches++;
            if (KnowsAllKeys && call.Options.AffinityKey is { } key)
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
            NoteBegun(call!);
            Assert.True(_ended.Add(call!));
        }

        private void NoteBegun(PendingCall call)
        {
            int times = _begun[call] = _begun.GetValueOrDefault(call) + 1;
            Assert.InRange(times, 1, call.Options.MaxAttempts);
            Assert.Equal(times, call.Attempt);
        }

        private void Die(string worker, bool begun, bool itself)
        {
            _running.Remove(worker, out PendingCall? had);
            Assert.Same(had, _scheduler.Remove(worker, out PendingCall[] waitedForIt));
            _alive.Remove(worker);
            _finished.Remove(worker);
            foreach (object key in _keys.Where(pair => pair.Value == worker).Select(static pair => pair.Key).ToArray())
            {
                _keys.Remove(key);
            }

            if (had is not null)
            {
                if (begun)
                {
                    NoteBegun(had);
                    had.WorkersBroughtDown += itself ? 1 : 0;
                }

                Settle(had, begun);
            }

            foreach (PendingCall call in waitedForIt)
            {
                Assert.True(_waiting.Remove(call));
                Settle(call, begun: false);
            }
        }

        private void Settle(PendingCall call, bool begun)
        {
            Settlement settlement = Settlements.Decide(call, begun, PoolPhase.Running, QuarantineAfter);
            switch (settlement)
            {
                case Settlement.SendAgain:
                    Assert.False(begun);
                    Place(call, isNew: false);
                    break;
                case Settlement.TryAgain:
                    Assert.True(begun && call.WorkersBroughtDown < QuarantineAfter);
                    call.Attempt++;
                    Place(call, isNew: false);
                    break;
                default:
                    // A call that could not have taken effect is lost only where one worker alone could run it, or nobody wants it any more.
                    Assert.True(begun || call.IsPinned || call.IsCancelled || call.IsTimedOut, $"{settlement}");
                    Assert.True(settlement != Settlement.Quarantined || call.WorkersBroughtDown >= QuarantineAfter);
                    Assert.True(_ended.Add(call));
                    break;
            }
        }

        // Otherwise a call may wait for the worker of a key that is forgotten by now.
        private bool KnowsAllKeys => maxKeys == int.MaxValue;

        private bool IsFreeFor(PendingCall call, string worker) => call.Options.AffinityKey is not { } key || _keys.GetValueOrDefault(key, worker) == worker;

        private void Check()
        {
            Assert.Equal((_waiting.Count, _running.Count, _alive.Count - _running.Count - _finished.Count), (_scheduler.QueueLength, _scheduler.BusyCount, _scheduler.IdleCount));
            Assert.InRange(_scheduler.KeyCount, 0, maxKeys);
            string[] idle = [.. _alive.Where(worker => !_running.ContainsKey(worker) && !_finished.Contains(worker))];
            Assert.False(KnowsAllKeys && _waiting.Any(call => idle.Any(worker => !call.IsPinned && IsFreeFor(call, worker))));
        }
    }
}
