using System.Diagnostics;

namespace ProcGen.Benchmarks;

internal static partial class Jobs
{
    [ProcessTarget]
    public static int Add(int a, int b) => a + b;

    [ProcessTarget]
    public static int Increment(int number) => number + 1;

    [ProcessTarget]
    public static void Nothing()
    {
    }

    /// <summary>Keeps its processor busy with the same steps each time: about ten microseconds for a thousand rounds, see <see cref="Work.Rounds"/>.</summary>
    [ProcessTarget]
    public static int Grind(int rounds) => Work.Do(rounds);
}

/// <summary>Work of a known length, that nothing can be left out of.</summary>
internal static class Work
{
    /// <summary>How many rounds take ten microseconds here.</summary>
    public static int Rounds()
    {
        Do(1_000_000);
        double each = Measure.Median(Enumerable.Range(0, 9).Select(static _ =>
        {
            long began = Stopwatch.GetTimestamp();
            Do(1_000_000);
            return Stopwatch.GetElapsedTime(began).TotalMicroseconds / 1_000_000;
        }));
        return (int)(10 / each);
    }

    public static int Do(int rounds)
    {
        uint state = (uint)rounds;
        for (int round = 0; round < rounds; round++)
        {
            state = (state * 1664525) + 1013904223;
        }

        return (int)state;
    }
}
