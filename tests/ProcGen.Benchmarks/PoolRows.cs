using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What a pool does with many calls, against Python's; and how soon a worker is there.</summary>
internal static class PoolRows
{
    private const int Pipelined = 10_000;
    private const int Mapped = 1_000_000;

    public static Row[] All(bool isQuick)
    {
        int rounds = isQuick ? 5 : 15;
        using ProcessPool pool = new(2);
        using PythonPeer? python = PythonPeer.TryStart("pool.py");
        List<Row> rows = [];
        Task<int>[] tasks = new Task<int>[Pipelined];
        Func<double> pipeline = () => Measure.Time(() => Pipeline(pool, tasks), 1) / Pipelined;
        Func<double> map = () => Measure.Time(() => pool.Jobs.MapIncrement(Enumerable.Range(0, Mapped)), 1);
        for (int warm = 0; warm < 5; warm++)
        {
            pipeline();
            map();
        }

        Add(rows, "calls in a row, not waited for", pipeline, "us", 1, python is null ? null : () => python.Ask($"apply_async {Pipelined}"), "Python", rounds, 1.0 / 15);
        Add(rows, "map over a million numbers", map, "ms", 1000, python is null ? null : () => python.Ask($"map {Mapped}"), "Python", rounds, 0.5);
        Func<double> first = () => FirstCall(pool.Workers);
        Add(rows, "first call with a worker that stands by", first, "ms", 1000, python is null ? null : () => python.Ask("spawn"), "Python's spawn", rounds, 0.1);
        double replaced = Measure.Median(Enumerable.Range(0, rounds).Select(static _ => KillToReplacement())) / 1000;
        rows.Add(Row.Alone("from a kill to the replacement's answer", replaced, "ms", 20));
        return [.. rows];
    }

    private static void Pipeline(ProcessPool pool, Task<int>[] tasks)
    {
        for (int call = 0; call < tasks.Length; call++)
        {
            tasks[call] = pool.Jobs.AddAsync(call, 2);
        }

        Task.WaitAll(tasks);
    }

    /// <summary>Microseconds from the first call of a pool, whose workers have said hello, to its result.</summary>
    private static double FirstCall(int workers)
    {
        using ProcessPool fresh = new(new ProcessPoolOptions { Workers = workers, StandbyWorkers = 1 });
        WaitUntilIdle(fresh, workers + 1);
        return Measure.Time(() => fresh.Jobs.Add(1, 2), 1);
    }

    /// <summary>Microseconds from the death of the only worker to the answer of the one that stood by.</summary>
    private static double KillToReplacement()
    {
        using ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, StandbyWorkers = 1 });
        WaitUntilIdle(pool, 2);
        int active = pool.Statistics.Workers.Single(static worker => worker.Phase == "active").ProcessId;
        using Process victim = Process.GetProcessById(active);
        pool.Jobs.Add(1, 2);
        return Measure.Time(
            () =>
            {
                victim.Kill();
                while (true)
                {
                    try
                    {
                        pool.Jobs.Add(1, 2);
                        if (!pool.WorkerProcessIds.Contains(active))
                        {
                            return;
                        }
                    }
                    catch (WorkerLostException)
                    {
                        // The victim had begun it before the kill reached it.
                    }
                }
            },
            1);
    }

    private static void WaitUntilIdle(ProcessPool pool, int workers)
    {
        while (pool.Statistics.Workers.Count(static worker => worker.Phase is "active" or "standby") < workers)
        {
            Thread.Sleep(1);
        }
    }

    private static void Add(List<Row> rows, string name, Func<double> ours, string unit, double divisor, Func<double>? peer, string peerName, int rounds, double bar)
    {
        if (peer is null)
        {
            return;
        }

        rows.Add(Row.Against(name, Measure.InTurn(ours, peer, rounds), unit, peerName, bar, divisor));
    }
}
