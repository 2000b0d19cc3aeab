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
    public static long? OutOfMemoryKills()
    {
        const string Name = "oom_kill ";
        try
        {
            foreach (string line in File.ReadLines("/proc/vmstat"))
            {
                if (line.StartsWith(Name, StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
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
