using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>How things are measured: ours and its peer take turns in one run, and the median of the paired ratios counts.</summary>
internal static class Measure
{
    /// <summary>Times two actions in turn, in microseconds for each single run.</summary>
    public static (double Ours, double Peer, double Ratio) InTurn(Action ours, Action peer, int rounds, int runsPerRound) =>
        InTurn(() => Time(ours, runsPerRound), () => Time(peer, runsPerRound), rounds);

    /// <summary>Asks two for their figures in turn.</summary>
    public static (double Ours, double Peer, double Ratio) InTurn(Func<double> ours, Func<double> peer, int rounds)
    {
        List<(double Ours, double Peer)> pairs = [];
        for (int round = -2; round < rounds; round++)
        {
            (double, double) pair = (ours(), peer());
            if (round >= 0)
            {
                pairs.Add(pair);
            }
        }

        return (Median(pairs.Select(static pair => pair.Ours)), Median(pairs.Select(static pair => pair.Peer)), Median(pairs.Select(static pair => pair.Ours / pair.Peer)));
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
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
            times[run] = (Stopwatch.GetTimestamp() - began) * 1e6 / Stopwatch.Frequency;
        }

        return Median(times);
    }

    /// <summary>Until the last tier of the compiler has seen an action, and all that it leads to in other processes: that takes some runs, and a pause, a few times.</summary>
    public static void Warm(Action action)
    {
        for (int pass = 0; pass < 4; pass++)
        {
            for (int run = 0; run < 500; run++)
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
}
