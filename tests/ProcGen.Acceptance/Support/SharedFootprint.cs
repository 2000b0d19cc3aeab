using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>What this process has of shared memory, as the kernel tells it.</summary>
/// <param name="Descriptors">How many descriptors of shared memory and of sockets, which names are, are open. The runtime opens others when it likes.</param>
/// <param name="Mappings">How many mappings of shared memory there are.</param>
/// <param name="Files">How many files of ours are in the folder where other libraries keep shared memory.</param>
/// <param name="Bytes">How many bytes are taken.</param>
internal sealed record SharedFootprint(int Descriptors, int Mappings, int Files, long Bytes)
{
    private const string MemoryName = "/memfd:procgen";

    /// <summary>Looks once what nobody uses any more is gone.</summary>
    public static async Task<SharedFootprint> Take()
    {
        Collect();
        return new SharedFootprint(
            ProcFs.Descriptors(Environment.ProcessId).Values.Count(static target => target.StartsWith(MemoryName, StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal)),
            File.ReadLines("/proc/self/maps").Count(static line => line.Contains(MemoryName, StringComparison.Ordinal)),
            Directory.GetFileSystemEntries("/dev/shm").Count(static path => path.Contains("procgen", StringComparison.OrdinalIgnoreCase)),
            await CountBytes());
    }

    /// <summary>How many bytes the kernel has taken for the shared memory that this process has open.</summary>
    public static Task<long> CountBytes() => Task.Run(CountBytesNow);

    /// <inheritdoc cref="CountBytes"/>
    public static long CountBytesNow()
    {
        const int BlockSize = 512;
        string[] paths =
        [
            .. ProcFs.Descriptors(Environment.ProcessId)
                .Where(static descriptor => descriptor.Value.StartsWith(MemoryName, StringComparison.Ordinal))
                .Select(static descriptor => $"/proc/{Environment.ProcessId}/fd/{descriptor.Key}"),
        ];
        if (paths.Length == 0)
        {
            return 0;
        }

        using var stat = Process.Start(new ProcessStartInfo("stat", ["--dereference", "--format=%i %b", .. paths]) { RedirectStandardOutput = true })!;
        string text = stat.StandardOutput.ReadToEnd();
        stat.WaitForExit();

        // One memory may have several descriptors.
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Sum(static line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) * BlockSize);
    }

    /// <summary>Lets finalizers of what is garbage run, and of what becomes garbage by that.</summary>
    public static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
