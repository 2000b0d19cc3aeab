namespace ProcGen.Acceptance;

/// <summary>A worker that dies between any two steps of taking a call or of answering it: a call that it had not begun, or had answered, does not notice.</summary>
public class CallGridTests : ProcessTest
{
    private const int Calls = 30;

    protected override TimeSpan Patience => TimeSpan.FromSeconds(200);

    public static TheoryData<string, int> Grid
    {
        get
        {
            TheoryData<string, int> rows = [];
            foreach (string point in SharedObjects.FaultPoints().Where(static point => point.StartsWith("Frame", StringComparison.Ordinal)))
            {
                // Not the first: a worker that dies before its first sleep never comes to take a call.
                rows.Add(point, 2);
                rows.Add(point, 5);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Grid))]
    public async Task EX13_A_worker_that_dies_between_two_steps_of_a_call_loses_what_it_had_begun_and_no_more(string point, int hit)
    {
        await using ProcessPool pool = new(new ProcessPoolOptions
        {
            Workers = 1,
            StandbyWorkers = 1,
            Output = OutputMode.Null,
            EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = $"{point}:{hit}:kill" },
        });
        int lost = 0;
        for (int call = 0; call < Calls; call += 3)
        {
            // One whose caller waits, one whose caller does not, and one that is too large for the ring.
            int number = call;
            Func<Task<int>>[] ways =
            [
                () => Task.Run(() => pool.PoolJobs.Square(number)),
                () => pool.PoolJobs.SquareAsync(number),
                async () => (await pool.CallGridJobs.EchoAsync(new byte[10_000 + number])).Length - 10_000,
            ];
            for (int way = 0; way < ways.Length; way++)
            {
                try
                {
                    Assert.Equal(way == 2 ? number : number * number, await ways[way]().Soon());
                }
                catch (WorkerLostException exception)
                {
                    Assert.Equal(9, exception.Signal);
                    lost++;
                }
            }
        }

        // From its beginning to the place of its result in the ring: the target may have taken effect, and nobody has its result.
        bool mayLose = point is "FrameBegun" or "FrameWritten";
        Assert.True(mayLose ? lost > 0 : lost == 0, $"{lost} calls were lost");
        Assert.Equal((Calls, Calls - lost, lost), ((int)pool.Statistics.Calls, (int)pool.Statistics.Completed, (int)pool.Statistics.Lost));
    }

    [Theory]
    [InlineData("FrameWritten", 2)]
    [InlineData("FramePublished", 2)]
    [InlineData("FrameTold", 2)]
    [InlineData("FrameConsumed", 2)]
    [InlineData("FrameBegun", 2)]
    [InlineData("FrameAboutToSleep", 1)] // Nothing has it sleep twice where the next call always comes while it looks.
    public async Task A_worker_that_is_stopped_between_two_steps_of_a_call_goes_on_later(string point, int time)
    {
        await using ProcessPool pool = new(new ProcessPoolOptions
        {
            Workers = 1,
            EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = $"{point}:{time}:stop" },
        });
        while (pool.WorkerProcessIds.Count == 0)
        {
            await Task.Yield();
        }

        int worker = pool.WorkerProcessIds[0];
        Task<int> calls = Task.Run(async () =>
        {
            int sum = 0;
            for (int call = 0; call < 10; call++)
            {
                sum += pool.PoolJobs.Square(1) + await pool.PoolJobs.SquareAsync(1);
            }

            return sum;
        });
        await Deadlines.Until(() => ProcFs.Find(worker) is { State: 'T' }, $"the worker is stopped at {point}");
        Continue(worker);
        Assert.Equal(20, await calls.Soon());
    }
}

public static partial class CallGridJobs
{
    [ProcessTarget]
    public static byte[] Echo(byte[] bytes) => bytes;
}
