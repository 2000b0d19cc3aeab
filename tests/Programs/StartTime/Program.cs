using System.Diagnostics;
using System.Globalization;
using ProcGen;

// How long a child takes from its start to its result, against a whole run of a Main that does nothing, of this same build. The same program
// runs on CoreCLR and as NativeAOT. Prints: start-to-result, empty Main (medians in ms), and the median of the paired ratios.
if (args is ["empty"])
{
    return 0;
}

if (ProcessHost.IsChild)
{
    return ProcessHost.RunChild();
}

// A pool of one, for those who look at its worker from outside: each line is a call, and answered with the worker's process id.
if (args is ["pool"])
{
    using ProcessPool pool = new(1);
    while (Console.ReadLine() is not null)
    {
        pool.Jobs.Add(1, 2);
        Console.WriteLine(pool.WorkerProcessIds[0]);
    }

    return 0;
}

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
List<(double Start, double Empty)> pairs = [];
for (int round = -3; round < rounds; round++)
{
    double empty = MeasureEmpty();
    double start = MeasureStart();
    if (round >= 0)
    {
        pairs.Add((start, empty));
    }
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{Median(pairs.Select(static pair => pair.Start)):0.00} {Median(pairs.Select(static pair => pair.Empty)):0.00} {Median(pairs.Select(static pair => pair.Start / pair.Empty)):0.000}"));
return 0;

static double MeasureEmpty()
{
    long began = Stopwatch.GetTimestamp();
    using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "empty") { UseShellExecute = false })!;
    process.WaitForExit();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static double MeasureStart()
{
    long began = Stopwatch.GetTimestamp();
    using Jobs.AddProcess process = new(1, 2);
    process.Start();
    int sum = process.Result;
    double elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    process.Join();
    return sum == 3 ? elapsed : throw new InvalidOperationException($"1 + 2 is not {sum}.");
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted[sorted.Length / 2];
}

internal static partial class Jobs
{
    [ProcessTarget]
    public static int Add(int a, int b) => a + b;
}
