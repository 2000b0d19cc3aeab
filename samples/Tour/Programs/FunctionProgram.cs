using ProcGen;

namespace Tour.Programs;

/// <summary>A process is made from a function. [ProcessTarget] on Nap makes the class NapProcess, whose constructor takes what Nap takes.</summary>
internal static partial class FunctionProgram
{
    public static async Task RunAsync(Facts facts)
    {
        NapProcess[] processes = [.. Enumerable.Range(1, 4).Select(number => new NapProcess(number, milliseconds: Random.Shared.Next(800, 1500)))];
        foreach (NapProcess process in processes)
        {
            process.Start();
        }

        // Start does not wait: this line is there before any of them has ended.
        Story.Tell($"main process {ProcessInfo.Current.Id} goes on while they work");
        long mainLine = Story.Now;

        Lap[] laps = await Task.WhenAll(processes.Select(process => process.GetResultAsync()));
        foreach (NapProcess process in processes)
        {
            process.Dispose();
        }

        facts["mainProcessId"] = ProcessInfo.Current.Id;
        facts["mainLine"] = mainLine;
        facts["laps"] = laps;
        facts["atOnce"] = Lap.CountAtOnce(laps);
    }

    [ProcessTarget]
    internal static Lap Nap(int number, int milliseconds) => Lap.Run(number, milliseconds, $"function {number}");
}
