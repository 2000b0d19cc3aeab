using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcGen.Benchmarks;

/// <summary>What the figures depend on: the hardware and the versions, without the machine's name.</summary>
internal sealed record Machine(string Processor, int Cores, string Memory, string Kernel, string Runtime, string Python, string Compiler)
{
    /// <summary>The system's load over the last minute.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    public static Machine Look() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        string.Create(CultureInfo.InvariantCulture, $"{long.Parse(Field("/proc/meminfo", "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0 / 1024:0.0} GiB"),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        Version("python3"),
        Version("gcc"));

    public override string ToString() =>
        $"{Processor}, {Cores} cores, {Memory}; Linux {Kernel} ({RuntimeInformation.OSDescription}), {Runtime}, {Python}, {Compiler}";

    private static string? Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static string Version(string program)
    {
        try
        {
            return Measure.Output(program, "--version").Split('\n')[0];
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return $"no {program}";
        }
    }
}
