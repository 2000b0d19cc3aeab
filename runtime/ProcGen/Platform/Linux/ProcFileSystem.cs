using System.Globalization;

namespace ProcGen.Platform.Linux;

/// <summary>What /proc tells about a process.</summary>
internal static class ProcFileSystem
{
    /// <summary>When a process started, in clock ticks since boot, or null when it is gone. Still there for a zombie.</summary>
    public static ulong? StartTime(int processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");

            // The second field is the program's name in parentheses and may hold anything; the start time is the 20th field behind it.
            ReadOnlySpan<char> rest = stat.AsSpan(stat.LastIndexOf(')') + 2);
            for (int field = 0; field < 19; field++)
            {
                rest = rest[(rest.IndexOf(' ') + 1)..];
            }

            return ulong.Parse(rest[..rest.IndexOf(' ')], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How many processes the kernel has killed for want of memory, or null when it does not tell.</summary>
    public static long? OutOfMemoryKills() => Number("/proc/vmstat", "oom_kill ");

    /// <summary>How many bytes of memory this process could have, as far as the machine and its container tell; null when they do not.</summary>
    public static long? AvailableMemory() =>
        Number("/proc/meminfo", "MemAvailable:") is { } kibibytes ? Math.Min(1024 * kibibytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) : null;

    /// <summary>How many bytes of a process are in memory, or null when it is gone.</summary>
    public static long? ResidentMemory(int processId)
    {
        try
        {
            string[] pages = File.ReadAllText($"/proc/{processId}/statm").Split(' ');
            return long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The threads of a process; none when it is gone.</summary>
    public static int[] Threads(int processId)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{processId}/task").Select(static folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Number(string file, string name)
    {
        try
        {
            foreach (string line in File.ReadLines(file))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                {
                    ReadOnlySpan<char> value = line.AsSpan(name.Length).Trim();
                    int end = value.IndexOf(' ');
                    return long.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }
}
