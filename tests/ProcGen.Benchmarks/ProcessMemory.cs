using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>What the kernel says of a process' memory and rest.</summary>
/// <param name="Resident">Mebibytes that are in memory, those that it shares with others included.</param>
/// <param name="Proportional">Mebibytes, of which those that are shared count in shares.</param>
internal readonly record struct ProcessMemory(double Resident, double Proportional)
{
    public static ProcessMemory Of(int processId)
    {
        string[] lines = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        return new ProcessMemory(Mebibytes(lines, "Rss:"), Mebibytes(lines, "Pss:"));
    }

    /// <summary>How often its threads went to sleep until now: each time something had woken one.</summary>
    public static long Sleeps(int processId) => Directory.GetDirectories($"/proc/{processId}/task").Sum(static thread =>
        long.Parse(File.ReadLines(Path.Combine(thread, "status")).First(static line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture));

    private static double Mebibytes(string[] lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
