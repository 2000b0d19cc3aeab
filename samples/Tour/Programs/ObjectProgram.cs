using ProcGen;

namespace Tour.Programs;

/// <summary>A process is an object: its constructor takes what it needs, Run is what it does. Its state crosses to the child.</summary>
internal sealed partial class Napper(int number, int milliseconds) : ChildProcess<Lap>
{
    [ProcessTarget]
    public override Lap Run() => Lap.Run(number, milliseconds, $"object {number}");
}

internal static class ObjectProgram
{
    public static async Task RunAsync(Facts facts)
    {
        Napper[] processes = [.. Enumerable.Range(1, 4).Select(number => new Napper(number, milliseconds: Random.Shared.Next(800, 1500)))];
        foreach (Napper process in processes)
        {
            process.Start();
        }

        Story.Tell($"main process {ProcessInfo.Current.Id} goes on while they work");
        long mainLine = Story.Now;

        Lap[] laps = await Task.WhenAll(processes.Select(process => process.GetResultAsync()));
        foreach (Napper process in processes)
        {
            process.Dispose();
        }

        // Start calls Run in a child. Calling Run yourself is an ordinary call: it runs here.
        using Napper here = new(5, milliseconds: 100);
        Lap direct = here.Run();

        facts["mainProcessId"] = ProcessInfo.Current.Id;
        facts["mainLine"] = mainLine;
        facts["laps"] = laps;
        facts["atOnce"] = Lap.CountAtOnce(laps);
        facts["directProcessId"] = direct.ProcessId;
    }
}
