using System.Diagnostics;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

namespace ProcGen.Benchmarks;

/// <summary>Keeps this process' main thread on the first core, and the other sides on the second, for a while.</summary>
internal sealed class Pinning : IDisposable
{
    private const int FirstCore = 1;
    private const int SecondCore = 2;

    private readonly nint _before = Own;

    public Pinning() => Own = FirstCore;

    private static nint Own
    {
        get
        {
            using Process own = Process.GetCurrentProcess();
            return own.ProcessorAffinity;
        }

        set
        {
            using Process own = Process.GetCurrentProcess();
            own.ProcessorAffinity = value;
        }
    }

#pragma warning disable CA1822 // It is the pinning that parts them.
    public void Part(int processId)
#pragma warning restore CA1822
    {
        using Process other = Process.GetProcessById(processId);
        other.ProcessorAffinity = SecondCore;
    }

    public void Dispose() => Own = _before;
}
