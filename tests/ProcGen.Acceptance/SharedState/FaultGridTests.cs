using System.Diagnostics;

namespace ProcGen.Acceptance;

// Every fault point of the runtime x {killed there, stopped there}, in every scenario that passes it, with two bystanders at the same objects.
//
// After a death the bystanders go on by themselves; after a stop they go on, or wait where the stopped one holds what they need, and all go
// on when it does. In the end everybody leaves in good order, the object is whole, and there is room for as many objects as before.
public class FaultGridTests(ITestOutputHelper output) : ProcessTest
{
    // The issue says one second. A loaded machine is no error: how long it took is in the output.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // A point belongs to the scenarios under the first word of its name.
    private static readonly Dictionary<string, Dictionary<string, Func<FaultScenario>>> Scenarios = new()
    {
        ["Cell"] = new() { ["objects"] = static () => new ObjectScenario() },
        ["Recovery"] = new() { ["parent"] = static () => new ParentScenario(), ["oversleeper"] = static () => new OversleeperScenario() },
        ["Lock"] = new() { ["lock"] = static () => new LockScenario(isReentrant: false), ["re-entrant lock"] = static () => new LockScenario(isReentrant: true) },
        ["Semaphore"] = new() { ["semaphore"] = static () => new SemaphoreScenario() },
        ["Event"] = new() { ["event"] = static () => new EventScenario() },
        ["Condition"] = new() { ["conditions"] = static () => new ConditionScenario(hasOwnLock: false), ["condition"] = static () => new ConditionScenario(hasOwnLock: true) },
        ["Barrier"] = new() { ["barrier"] = static () => new BarrierScenario() },
        ["Queue"] = new() { ["queue"] = static () => new QueueScenario(), ["redelivering queue"] = static () => new RedeliveringQueueScenario(), ["large items"] = static () => new LargeItemScenario() },
        ["LargeItem"] = new() { ["large items"] = static () => new LargeItemScenario() },
        ["Pipe"] = new() { ["pipes"] = static () => new PipeScenario() },
    };

    // What a worker passes on its way through a call has a grid of its own (CallGridTests).
    private static IEnumerable<string> Points => SharedObjects.FaultPoints().Where(static point => !point.StartsWith("Frame", StringComparison.Ordinal));

    public static TheoryData<string, string> Grid
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string point in Points)
            {
                foreach (string scenario in ScenariosOf(point).Keys)
                {
                    rows.Add(point, scenario);
                }
            }

            return rows;
        }
    }

    [Fact]
    public void Every_fault_point_has_a_scenario() => Assert.DoesNotContain(Points, static point => ScenariosOf(point).Count == 0);

    [Theory]
    [MemberData(nameof(Grid))]
    public async Task A_process_that_is_killed_at_a_point_holds_nobody_up(string point, string scenario)
    {
        int room = SharedObjects.CountRoom();
        using (FaultScenario played = ScenariosOf(point)[scenario]())
        {
            await played.Begin();
            using Processes all = [];
            if (played.BystandersComeFirst)
            {
                AddBystanders(played, all);
            }

            foreach (int hit in played.Hits)
            {
                using ChildProcess victim = played.Make(0, Fault(point, hit, "kill")).Started();
                Assert.True(victim.Join(Limit), $"The victim did not pass {point} {hit} times.");
                Assert.Equal(-9, victim.ExitCode);
                if (!played.BystandersComeFirst)
                {
                    AddBystanders(played, all);
                }

                await GoOn(played, all, [1, 2], $"after the death at passage {hit}", played.OutliveVictim);
            }

            await End(played, all);
            played.Check(point, played.Hits.Length);
        }

        await SharedObjects.HaveGone(room);
    }

    [Theory]
    [MemberData(nameof(Grid))]
    public async Task A_process_that_is_stopped_at_a_point_goes_on_later(string point, string scenario)
    {
        int room = SharedObjects.CountRoom();
        using (FaultScenario played = ScenariosOf(point)[scenario]())
        {
            await played.Begin();
            ChildProcess victim = played.Make(0, Fault(point, 1, "stop")).Started();
            using Processes all = [victim];
            if (played.BystandersComeFirst)
            {
                AddBystanders(played, all);
            }

            await Deadlines.Until(() => ProcFs.Find(victim.Id) is { State: 'T' }, $"the victim is stopped at {point}");
            if (!played.BystandersComeFirst)
            {
                AddBystanders(played, all);
            }

            if (!played.HoldsBack(point))
            {
                await GoOn(played, all, [1, 2], "beside the stopped one");
            }

            Assert.True(ProcFs.Find(victim.Id) is { State: 'T' });
            Continue(victim.Id);
            await GoOn(played, all, [0, 1, 2], "after it went on");
            await End(played, all);
            played.Check(point, deaths: 0);
        }

        await SharedObjects.HaveGone(room);
    }

    private static Dictionary<string, Func<FaultScenario>> ScenariosOf(string point) =>
        Scenarios.FirstOrDefault(pair => point.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? [];

    private static Dictionary<string, string?> Fault(string point, int hit, string deed) => new() { ["PROCGEN_FAULT"] = $"{point}:{hit}:{deed}" };

    private static void AddBystanders(FaultScenario played, Processes all)
    {
        all.Add(played.Make(1, []).Started());
        all.Add(played.Make(2, []).Started());
    }

    /// <summary>Waits until each of the places has done some rounds more.</summary>
    private async Task GoOn(FaultScenario played, Processes all, int[] places, string when, Func<Task>? help = null)
    {
        const int More = 3;
        long start = Stopwatch.GetTimestamp();
        long[] goals = [.. places.Select(place => RoundsOf(place) + More)];
        await (help?.Invoke() ?? Task.CompletedTask);
        while (places.Where((place, i) => RoundsOf(place) < goals[i]).Any())
        {
            Assert.DoesNotContain(all, static process => process.ExitCode is not null);
            Assert.True(
                Stopwatch.GetElapsedTime(start) < Limit,
                $"They stand still {when}: {string.Join(", ", places.Select((place, i) => $"place {place} has done {RoundsOf(place) + More - goals[i]} of {More}"))}.");
            await Task.Delay(1, TestToken);
        }

        output.WriteLine($"{when}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");

        long RoundsOf(int place) => played.Board[Board.Rounds + place];
    }

    private static async Task End(FaultScenario played, Processes all)
    {
        played.Stop();
        await Deadlines.Until(
            () =>
            {
                played.Release();
                return all.TrueForAll(static process => process.ExitCode is not null);
            },
            "all have ended");
        foreach (ChildProcess process in all)
        {
            Assert.Null(process.Exception);
            Assert.Equal(0, process.ExitCode);
        }
    }

    /// <summary>Processes that end with the test, however that ends.</summary>
    private sealed class Processes : List<ChildProcess>, IDisposable
    {
        public void Dispose()
        {
            foreach (ChildProcess process in this)
            {
                process.Kill();
                process.Ended().Dispose();
            }
        }
    }
}
