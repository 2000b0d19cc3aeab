using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>How costs grow: many processes at once, and pools from one worker to two hundred.</summary>
internal static class ScaleRows
{
    private const int AtOnce = 100;
    private const int Calls = 500;

    public static IEnumerable<Row> All(bool isQuick)
    {
        using PythonPeer? python = PythonPeer.TryStart("scale.py");
        int rounds = isQuick ? 1 : 3;
        yield return Row.Against($"{AtOnce} processes at once, each", Measure.InTurnFromTheFirst(StartChildren, StartEmpty, rounds), "ms", "empty Main", 1.6, scale: 1000);
        yield return python is null
            ? Row.Left($"{AtOnce} processes at once, against Python", "no python3")
            : Row.Against($"{AtOnce} processes at once, against Python", Measure.InTurnFromTheFirst(StartChildren, () => python.Ask($"start {AtOnce}"), rounds), "ms", "Python", null, scale: 1000);

        using ProcessPool one = new(1);
        Action call = () => one.PeerJobs.Sum(1, 2);
        Measure.Warm(call);
        int[] sizes = isQuick ? [1, 2, 4, 8, 32] : [1, 2, 4, 8, 32, 200];
        foreach (int workers in sizes)
        {
            foreach (Row row in OfPool(workers, call, isQuick ? 9 : 31))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<Row> OfPool(int workers, Action callToOne, int rounds)
    {
        string name = workers == 1 ? "pool of 1" : $"pool of {workers}";
        long began = Stopwatch.GetTimestamp();
        using ProcessPool pool = new(workers);
        while (pool.Statistics.Workers.Count(static worker => worker.Phase is "active") < workers)
        {
            Thread.Sleep(1);
        }

        double start = Stopwatch.GetElapsedTime(began).TotalMilliseconds / workers;
        yield return Row.Alone($"{name}: start of each worker", start, "ms", null);

        Action call = () => pool.PeerJobs.Sum(1, 2);
        Measure.Warm(call);
        yield return Row.Against($"{name}: call, against a pool of 1", Measure.InTurn(call, callToOne, rounds, Calls), "us", "pool of 1", null);

        ProcessMemory[] memory = [.. pool.WorkerProcessIds.Select(ProcessMemory.Of)];
        double shared = memory.Average(static each => each.Proportional);
        yield return Row.Alone(
            $"{name}: memory of each worker",
            shared,
            "MB PSS",
            null,
            string.Create(CultureInfo.InvariantCulture, $"{memory.Average(static each => each.Resident):0.#} MB RSS"));
    }

    /// <summary>Microseconds for each child, from the first start to the last end.</summary>
    private static double StartChildren() => Measure.Time(
        static () =>
        {
            Jobs.NothingProcess[] processes = [.. Enumerable.Range(0, AtOnce).Select(static _ => new Jobs.NothingProcess())];
            Array.ForEach(processes, static process => process.Start());
            Array.ForEach(processes, static process =>
            {
                process.Join();
                process.Dispose();
            });
        },
        1) / AtOnce;

    private static double StartEmpty() => Measure.Time(
        static () =>
        {
            Process[] processes = [.. Enumerable.Range(0, AtOnce).Select(static _ => Process.Start(Itself.As("empty"))!)];
            Array.ForEach(processes, static process =>
            {
                process.WaitForExit();
                process.Dispose();
            });
        },
        1) / AtOnce;
}
