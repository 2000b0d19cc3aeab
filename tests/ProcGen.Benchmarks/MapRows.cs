namespace ProcGen.Benchmarks;

/// <summary>A map over tasks of four lengths with a worker for each core: against a loop on one thread, whose time divided by the cores is the ideal, and against <see cref="Parallel"/>.</summary>
internal static class MapRows
{
    private static readonly (string Name, double Microseconds, int Tasks, int QuickTasks, double? Least)[] Lengths =
    [
        ("0", 0, 1_000_000, 200_000, null),
        ("10 us", 10, 20_000, 10_000, 0.6),
        ("1 ms", 1000, 400, 200, 0.9),
        ("100 ms", 100_000, 8, 4, 0.9),
    ];

    public static IEnumerable<Row> All(bool isQuick)
    {
        int cores = Environment.ProcessorCount;
        int rounds = isQuick ? 3 : 7;
        double pace = MapJobs.StepsPerMicrosecond();
        using ProcessPool pool = new(cores);
        foreach ((string name, double microseconds, int fullTasks, int quickTasks, double? least) in Lengths)
        {
            int tasks = isQuick ? quickTasks : fullTasks;
            int steps = (int)(microseconds * pace);
            (Paired loop, Paired parallel) = Compare(pool, steps, tasks, rounds);
            yield return Efficiency($"map of {tasks} tasks of {name}, {(least is null ? "against a loop" : "share of the ideal")}", loop, cores, least);
            yield return Row.Against($"map of {tasks} tasks of {name}, against Parallel.For", parallel, "ms", "Parallel.For", null, scale: 1000);
        }

        using ProcessPool eight = new(8);
        (int brief, int count) = ((int)(10 * pace), isQuick ? 5000 : 20_000);
        yield return Row.Against(
            $"map of {count} tasks of 10 us, eight workers against one for each core",
            Measure.InTurn(() => Map(eight, brief, count), () => Map(pool, brief, count), rounds + 2),
            "ms",
            $"{cores} workers",
            1.2,
            scale: 1000);
    }

    /// <summary>Three in turn.</summary>
    private static (Paired Loop, Paired Parallel) Compare(ProcessPool pool, int steps, int tasks, int rounds)
    {
        uint[] results = new uint[tasks];
        List<(double, double)> loops = [], parallels = [];
        for (int round = -1; round < rounds; round++)
        {
            double ours = Map(pool, steps, tasks);
            double loop = Measure.Time(() => Loop(results, steps), 1);
            double parallel = Measure.Time(() => Parallel.For(0, tasks, task => results[task] = MapJobs.Steps(steps)), 1);
            if (round >= 0)
            {
                loops.Add((ours, loop));
                parallels.Add((ours, parallel));
            }
        }

        return (Paired.Of(loops), Paired.Of(parallels));
    }

    private static double Map(ProcessPool pool, int steps, int tasks) => Measure.Time(() => pool.MapJobs.MapSteps(Enumerable.Repeat(steps, tasks)), 1);

    private static void Loop(uint[] results, int steps)
    {
        for (int task = 0; task < results.Length; task++)
        {
            results[task] = MapJobs.Steps(steps);
        }
    }

    private static Row Efficiency(string name, Paired loop, int cores, double? least)
    {
        Row row = Row.Against(name, loop, "ms", "loop", null, scale: 1000);
        return least is not { } bar ? row : row with
        {
            Ratio = 1 / (cores * loop.Ratio),
            Low = 1 / (cores * loop.High),
            High = 1 / (cores * loop.Low),
            Bar = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at least {bar}"),
            Passes = 1 / (cores * loop.Ratio) >= bar,
        };
    }
}
