using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>How things are measured: ours and its peer take turns in one run, and the median of the paired ratios counts.</summary>
internal static class Measure
{
    /// <summary>Times two actions in turn, in microseconds for each single run.</summary>
    public static Paired InTurn(Action ours, Action peer, int rounds, int runsPerRound) =>
        InTurn(() => Time(ours, runsPerRound), () => Time(peer, runsPerRound), rounds);

    /// <summary>Asks two for their figures in turn. Two rounds before the first do not count.</summary>
    public static Paired InTurn(Func<double> ours, Func<double> peer, int rounds) => Alternate(ours, peer, -2, rounds);

    /// <summary>The same for what takes seconds, in processes that are new each time: there is nothing to warm.</summary>
    public static Paired InTurnFromTheFirst(Func<double> ours, Func<double> peer, int rounds) => Alternate(ours, peer, 0, rounds);

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value that this share of all values lies below.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
    }

    /// <summary>Microseconds that half, 99 % and 99.9 % of the runs stay below.</summary>
    public static (double Median, double Most, double NearlyAll) Latencies(Action action, int runs)
    {
        double[] figures = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            action();
            figures[run] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return (Quantile(figures, 0.5), Quantile(figures, 0.99), Quantile(figures, 0.999));
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static string Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with code {process.ExitCode}.");
    }

    public static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}");

    /// <summary>Microseconds that half of some runs took at most.</summary>
    public static double MedianTime(Action action, int runs)
    {
        double[] times = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            action();
            times[run] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return Median(times);
    }

    /// <summary>The same for what is awaited.</summary>
    public static double MedianTime(Func<Task> action, int runs)
    {
        double[] times = new double[runs];
        RunAsync().GetAwaiter().GetResult();
        return Median(times);

        async Task RunAsync()
        {
            for (int run = 0; run < runs; run++)
            {
                long began = Stopwatch.GetTimestamp();
                await action();
                times[run] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            }
        }
    }

    /// <summary>Until the last tier of the compiler has seen an action, and all that it leads to in other processes: that takes some runs, and a pause, a few times.</summary>
    public static void Warm(Action action, int runs = 500)
    {
        for (int pass = 0; pass < 4; pass++)
        {
            for (int run = 0; run < runs; run++)
            {
                action();
            }

            Thread.Sleep(250);
        }
    }

    /// <summary>Microseconds for each of some runs.</summary>
    public static double Time(Action action, int runs)
    {
        long began = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / runs;
    }

    private static Paired Alternate(Func<double> ours, Func<double> peer, int first, int end)
    {
        List<(double Ours, double Peer)> pairs = [];
        for (int round = first; round < end; round++)
        {
            (double, double) pair = (ours(), peer());
            if (round >= 0)
            {
                pairs.Add(pair);
            }
        }

        return Paired.Of(pairs);
    }
}
