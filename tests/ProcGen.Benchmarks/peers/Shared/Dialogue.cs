using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks.Peers;

/// <summary>What all peers have in common: they stay there, measure when a line asks them to, and answer with a line of microseconds.</summary>
/// <remarks>
/// The lines: "calls N" (one after the other: each), "flight N D" (D at a time: each), "bytes LENGTH N" (an argument and a result of that
/// many bytes: each), "latencies N" (the median, 99 %, 99.9 % of single calls), "server" (the process id of the other side).
/// </remarks>
internal static class Dialogue
{
    public static async Task HoldAsync(ICaller caller, int serverId)
    {
        await WarmAsync(caller);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            int[] numbers = [.. words[1..].Select(static word => int.Parse(word, CultureInfo.InvariantCulture))];
            double[] answer = words[0] switch
            {
                "calls" => [await CallAsync(caller, numbers[0])],
                "flight" => [await FlyAsync(caller, numbers[0], numbers[1])],
                "bytes" => [await CarryAsync(caller, numbers[0], numbers[1])],
                "latencies" => await LatenciesAsync(caller, numbers[0]),
                "server" => [serverId],
                _ => throw new ArgumentException($"'{line}' is not known here."),
            };
            Console.WriteLine(string.Join(' ', answer.Select(static figure => figure.ToString(CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>The other side: this program once more.</summary>
    public static Process StartServer(string path, Action<ProcessStartInfo>? change = null)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["serve", path]) { UseShellExecute = false, RedirectStandardInput = true };
        change?.Invoke(start);
        return Process.Start(start)!;
    }

    private static async Task WarmAsync(ICaller caller)
    {
        for (int pass = 0; pass < 4; pass++)
        {
            await CallAsync(caller, 500);
            await FlyAsync(caller, 102_400, 32);
            await CarryAsync(caller, 1024, 50);
            await Task.Delay(250);
        }
    }

    private static async Task<double> CallAsync(ICaller caller, int count)
    {
        long began = Stopwatch.GetTimestamp();
        for (int call = 0; call < count; call++)
        {
            Check(await caller.AddAsync(call, 2), call + 2);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }

    private static async Task<double> FlyAsync(ICaller caller, int count, int depth)
    {
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, depth).Select(_ => CallAsync(caller, count / depth)));
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / (count / depth * depth);
    }

    private static async Task<double> CarryAsync(ICaller caller, int length, int count)
    {
        byte[] load = new byte[length];
        load.AsSpan().Fill(1);
        long began = Stopwatch.GetTimestamp();
        for (int call = 0; call < count; call++)
        {
            Check((await caller.EchoAsync(load)).Length, length);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }

    private static async Task<double[]> LatenciesAsync(ICaller caller, int count)
    {
        double[] figures = new double[count];
        for (int call = 0; call < count; call++)
        {
            long began = Stopwatch.GetTimestamp();
            await caller.AddAsync(call, 2);
            figures[call] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(figures);
        return [figures[count / 2], figures[count * 99 / 100], figures[count * 999 / 1000]];
    }

    private static void Check(int found, int expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"The answer is {found} and should be {expected}.");
        }
    }
}

/// <summary>What the other side can be asked for.</summary>
internal interface ICaller
{
    Task<int> AddAsync(int a, int b);

    Task<byte[]> EchoAsync(byte[] load);
}
