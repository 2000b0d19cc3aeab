using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>What the kernel says of a process' memory and rest.</summary>
/// <param name="Resident">Megabytes that are in memory, those that it shares with others included.</param>
/// <param name="Proportional">Megabytes, of which those that are shared count in shares.</param>
internal readonly record struct ProcessMemory(double Resident, double Proportional)
{
    public static ProcessMemory Of(int processId)
    {
        string[] lines = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        return new ProcessMemory(Kibibytes(lines, "Rss:") * 1024 / 1e6, Kibibytes(lines, "Pss:") * 1024 / 1e6);
    }

    /// <summary>How often its threads went to sleep until now, each time because something had woken one; the runtime's finalizer thread, which looks every ten seconds, for itself.</summary>
    public static (long All, long Finalizer) Sleeps(int processId)
    {
        (long all, long finalizer) = (0, 0);
        foreach (string thread in Directory.GetDirectories($"/proc/{processId}/task"))
        {
            string status = File.ReadLines(Path.Combine(thread, "status")).First(static line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
            long count = long.Parse(status.Split('\t')[1], CultureInfo.InvariantCulture);
            all += count;
            finalizer += File.ReadAllText(Path.Combine(thread, "comm")).Trim() == ".NET Finalizer" ? count : 0;
        }

        return (all, finalizer);
    }

    /// <summary>Kibibytes that are this process' alone or in nameless shared memory that it has open, whether they have been touched or not.</summary>
    public static double OwnKibibytes()
    {
        string[] shared = [.. Directory.GetFiles("/proc/self/fd").Where(IsNameless).Select(static file => $"/proc/{Environment.ProcessId}/fd/{Path.GetFileName(file)}")];
        long blocks = shared.Length == 0 ? 0 : Measure.Output("stat", ["--dereference", "--format=%b", .. shared]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(static line => long.Parse(line, CultureInfo.InvariantCulture));
        return Kibibytes(File.ReadAllLines("/proc/self/smaps_rollup"), "Pss_Anon:") + (blocks / 2.0);
    }

    private static bool IsNameless(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("memfd:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // Closed by another thread in the meantime.
            return false;
        }
    }

    private static double Kibibytes(string[] lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
