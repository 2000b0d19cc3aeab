using ProcGen;

namespace Tour.Programs;

/// <summary>An event is a traffic light: cars wait until it is set. Police cars wait for 0.1 s at the most.</summary>
internal static partial class TrafficProgram
{
    private const int Cars = 10;
    private const int PoliceCars = 5;
    private static readonly TimeSpan Red = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan Green = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.1);

    public static async Task RunAsync(Facts facts)
    {
        using ProcessEvent green = new();
        using ProcessLock crossing = new();
        using ProcessEvent night = new();

        // All begin together: the light and everybody who drives.
        using ProcessBarrier morning = new(1 + Cars + PoliceCars);
        using LightProcess light = new(green, crossing, night, morning);
        DriveProcess[] cars = [.. Enumerable.Range(1, Cars).Select(car => new DriveProcess(car, green, crossing, morning))];
        DrivePoliceProcess[] policeCars = [.. Enumerable.Range(1, PoliceCars).Select(car => new DrivePoliceProcess(car, green, morning))];
        ChildProcess[] all = [light, .. cars, .. policeCars];
        foreach (ChildProcess process in all)
        {
            process.Start();
        }

        long[] passed = await Task.WhenAll(cars.Select(car => car.GetResultAsync()));
        PoliceDrive[] police = await Task.WhenAll(policeCars.Select(car => car.GetResultAsync()));
        night.Set();
        GreenPhase[] phases = await light.GetResultAsync();
        foreach (ChildProcess process in all)
        {
            process.Dispose();
        }

        // Not what the cars believe, but what the light knows: they all read the same clock.
        int passedOnGreen = passed.Count(time => phases.Any(phase => phase.Begin <= time && time <= phase.End));
        Story.Tell($"{passedOnGreen} of {passed.Length} cars passed on green, in {phases.Length} green phases; {police.Count(drive => !drive.SawGreen)} of {police.Length} police cars did not wait for it");

        facts["cars"] = passed.Length;
        facts["passedOnGreen"] = passedOnGreen;
        facts["police"] = police;
    }

    /// <summary>Is red and green in turn until the night, and tells when it was green.</summary>
    [ProcessTarget]
    internal static GreenPhase[] Light(ProcessEvent green, ProcessLock crossing, ProcessEvent night, ProcessBarrier morning)
    {
        List<GreenPhase> phases = [];
        morning.Wait();
        while (!night.Wait(Red))
        {
            long begin = Story.Now;
            Story.Tell("  green");
            green.Set();
            night.Wait(Green);

            // Nobody is on the crossing while the light turns red.
            using (crossing.Acquire())
            {
                green.Clear();
                Story.Tell("  red");
                phases.Add(new GreenPhase(begin, Story.Now));
            }
        }

        return [.. phases];
    }

    /// <summary>Drives up, waits for green, passes, and tells when it did.</summary>
    [ProcessTarget]
    internal static long Drive(int car, ProcessEvent green, ProcessLock crossing, ProcessBarrier morning)
    {
        morning.Wait();
        Thread.Sleep(150 * car);
        while (true)
        {
            green.Wait();

            // The light may have turned red since: one looks again, where it cannot.
            using (crossing.Acquire())
            {
                if (green.IsSet)
                {
                    Story.Tell($"  car {car} passes");
                    return Story.Now;
                }
            }
        }
    }

    /// <summary>Drives up, waits for a moment, and passes whatever the light.</summary>
    [ProcessTarget]
    internal static PoliceDrive DrivePolice(int car, ProcessEvent green, ProcessBarrier morning)
    {
        morning.Wait();
        Thread.Sleep(300 * (car - 1));
        long begin = Story.Now;
        bool sawGreen = green.Wait(Patience);
        long waited = Story.Now - begin;
        Story.Tell($"  police car {car} passes after {waited} ms {(sawGreen ? "on green" : "on red")}");
        return new PoliceDrive(sawGreen, waited);
    }

    /// <summary>From when to when the light was green.</summary>
    internal sealed record GreenPhase(long Begin, long End);

    /// <summary>How a police car passed, and after how many milliseconds at the light.</summary>
    internal sealed record PoliceDrive(bool SawGreen, long Waited);
}
