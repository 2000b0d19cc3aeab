namespace ProcGen.Benchmarks;

/// <summary>A task of a known length.</summary>
internal static partial class MapJobs
{
    /// <summary>Does the same steps each time, that nothing can be left out of: a task that watched the clock would end in time on a processor that it does not have.</summary>
    [ProcessTarget]
    internal static uint Steps(int count)
    {
        uint state = (uint)count;
        for (int step = 0; step < count; step++)
        {
            state = (state * 1664525) + 1013904223;
        }

        return state;
    }

    /// <summary>How many steps take a microsecond here.</summary>
    internal static double StepsPerMicrosecond()
    {
        const int Count = 1_000_000;
        Steps(Count);
        Thread.Sleep(250);
        return Count / Measure.Median(Enumerable.Range(0, 9).Select(static _ => Measure.Time(static () => Steps(Count), 1)));
    }
}
