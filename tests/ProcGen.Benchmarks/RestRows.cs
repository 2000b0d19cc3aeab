using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What ProcGen costs when nothing happens, and what it leaves behind.</summary>
internal static class RestRows
{
    // The runtime's own files, whose names go on with the process id.
    private static readonly string[] DiagnosticPrefixes = ["dotnet-diagnostic-", "clr-debug-pipe-"];

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
        (int descriptors, int threads) before = Count();
        HashSet<string> filesBefore = [.. DiagnosticFiles()];
        HashSet<int> ids = Start(starts);
        (int descriptors, int threads) after = Count();
        int zombies = Directory.EnumerateDirectories("/proc").Count(IsZombieOfOurs);
        int files = FilesOf(ids, filesBefore);
        int left = Math.Max(0, after.descriptors - before.descriptors) + files + zombies;
        return new Row(
            $"left behind by {starts} starts",
            $"{after.descriptors - before.descriptors} descriptors, {after.threads - before.threads} threads, {zombies} zombies, {files} files",
            "-",
            left,
            "0",
            left == 0);
    }

    private static HashSet<int> Start(int count)
    {
        HashSet<int> ids = [];
        for (int start = 0; start < count; start++)
        {
            using Jobs.NothingProcess process = new();
            process.Start();
            ids.Add(process.Id);
            process.Join();
        }

        return ids;
    }

    private static (int Descriptors, int Threads) Count() => (
        Directory.GetFileSystemEntries("/proc/self/fd").Length,
        Directory.GetDirectories("/proc/self/task").Length);

    private static IEnumerable<string> DiagnosticFiles() => DiagnosticPrefixes.SelectMany(static prefix => Directory.GetFileSystemEntries(Path.GetTempPath(), $"{prefix}*"));

    // What was there before belonged to a process that somebody killed long ago, and whose id one of ours was given anew.
    private static int FilesOf(HashSet<int> ids, HashSet<string> before) => DiagnosticFiles().Where(file => !before.Contains(file)).Count(file =>
    {
        string name = Path.GetFileName(file);
        string prefix = DiagnosticPrefixes.First(each => name.StartsWith(each, StringComparison.Ordinal));
        return int.TryParse(name[prefix.Length..].Split('-')[0], out int id) && ids.Contains(id);
    });

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
