using ProcGen;

namespace Tour.Programs;

/// <summary>A call that waits looks like any other call. Python: apply.</summary>
internal static partial class PoolProgram
{
    public static async Task RunAsync(Facts facts)
    {
        await using ProcessPool pool = new(3);
        List<Lap> laps = [];
        for (int number = 1; number <= 10; number++)
        {
            laps.Add(pool.PoolProgram.Work(number));
        }

        Story.Tell($"results in order: {string.Join(' ', laps.Select(lap => lap.Number))}; at most {Lap.CountAtOnce(laps)} at once");
        facts["laps"] = laps;
        facts["atOnce"] = Lap.CountAtOnce(laps);
    }

    [ProcessTarget]
    internal static Lap Work(int number) => Lap.Run(number, milliseconds: 200, $"call {number}");
}
