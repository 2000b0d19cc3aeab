using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What ProcGen costs when nothing happens, and what it leaves behind.</summary>
internal static class RestRows
{
    /// <summary>Processor time of this process and of two idle workers over three seconds.</summary>
    public static Row IdlePool()
    {
        using ProcessPool pool = new(2);
        pool.Jobs.Add(1, 2);
        Thread.Sleep(500);
        double before = CpuSeconds(pool);
        Thread.Sleep(3000);
        double spent = 1000 * (CpuSeconds(pool) - before);
        return new Row("idle pool of two, 3 s", Measure.Text(spent, "ms CPU"), "-", spent, "at most 10 (one clock tick)", spent <= 10);
    }

    /// <summary>Descriptors, threads, zombies and temporary files after many starts in a row.</summary>
    public static Row Leftovers(bool isQuick)
    {
        int starts = isQuick ? 100 : 1000;
        Start(50);
        (int descriptors, int threads, int files) before = Count();
        Start(starts);
        (int descriptors, int threads, int files) after = Count();
        int zombies = Directory.EnumerateDirectories("/proc").Count(IsZombieOfOurs);
        int left = Math.Max(0, after.descriptors - before.descriptors) + Math.Max(0, after.files - before.files) + zombies;
        return new Row(
            $"left behind by {starts} starts",
            $"{after.descriptors - before.descriptors} descriptors, {after.threads - before.threads} threads, {zombies} zombies, {after.files - before.files} files",
            "-",
            left,
            "0",
            left == 0);
    }

    private static void Start(int count)
    {
        for (int start = 0; start < count; start++)
        {
            using Jobs.NothingProcess process = new();
            process.Start();
            process.Join();
        }
    }

    private static (int Descriptors, int Threads, int Files) Count() => (
        Directory.GetFileSystemEntries("/proc/self/fd").Length,
        Directory.GetDirectories("/proc/self/task").Length,
        Directory.GetFileSystemEntries(Path.GetTempPath(), "dotnet-diagnostic-*").Length + Directory.GetFileSystemEntries(Path.GetTempPath(), "clr-debug-pipe-*").Length);

    private static bool IsZombieOfOurs(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), out _))
        {
            return false;
        }

        try
        {
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" && fields[1] == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            // It has just gone.
            return false;
        }
    }

    private static double CpuSeconds(ProcessPool pool) => pool.WorkerProcessIds.Append(Environment.ProcessId).Sum(static id =>
    {
        using Process process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    });
}
