using ProcGen;

namespace Tour.Programs;

/// <summary>A pool takes calls without waiting and runs as many at once as it has workers. Python: apply_async, close, join, get.</summary>
internal static partial class PoolAsyncProgram
{
    public static async Task RunAsync(Facts facts)
    {
        await using ProcessPool pool = new(3);
        Task<Lap>[] calls = [.. Enumerable.Range(1, 10).Select(number => pool.PoolAsyncProgram.WorkAsync(number))];
        Story.Tell($"{calls.Length} calls are under way, {calls.Count(call => call.IsCompleted)} have ended");

        pool.Close();
        pool.Join();

        // The pool is gone; the results are here.
        Lap[] laps = await Task.WhenAll(calls);
        int workers = laps.Select(lap => lap.ProcessId).Distinct().Count();
        Story.Tell($"{laps.Length} results from {workers} workers, at most {Lap.CountAtOnce(laps)} at once");

        facts["laps"] = laps;
        facts["workers"] = workers;
        facts["atOnce"] = Lap.CountAtOnce(laps);
    }

    [ProcessTarget]
    internal static Lap Work(int number) => Lap.Run(number, milliseconds: 300, $"call {number}");
}
