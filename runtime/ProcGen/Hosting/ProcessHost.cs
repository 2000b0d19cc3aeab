using ProcGen.Hosting;

namespace ProcGen;

/// <summary>The entry of children. Programs on CoreCLR need none of it; NativeAOT and trimmed programs begin <c>Main</c> with it.</summary>
/// <example><code>if (ProcessHost.IsChild) return ProcessHost.RunChild();</code></example>
public static class ProcessHost
{
    private static readonly ChildMarker? Marker = ChildMarker.Read();
    private static bool s_wasEntered;

    /// <summary>Whether this process was started to run a target instead of <c>Main</c>. Once it runs one, it is false for code that the target calls.</summary>
    /// <remarks>Asking also tells ProcGen that the guard is there, without which programs that have no startup hooks may not start children.</remarks>
    public static bool IsChild
    {
        get
        {
            WasAsked = true;
            return Marker is not null && !s_wasEntered;
        }
    }

    /// <summary>Runs what this process was started for. Python: what <c>freeze_support()</c> does.</summary>
    /// <returns>The exit code: return it from <c>Main</c>.</returns>
    /// <exception cref="InvalidOperationException">This process is no child, or has entered already.</exception>
    public static int RunChild()
    {
        if (Marker is not { } marker || Interlocked.Exchange(ref s_wasEntered, true))
        {
            throw new InvalidOperationException($"{nameof(RunChild)} runs the target of a child, and this process is not one. Call it as: if (ProcessHost.IsChild) return ProcessHost.RunChild();");
        }

        return ChildHost.Run(marker);
    }

    internal static bool WasAsked { get; private set; }

    /// <summary>Refuses to start children in a process that is a child and has not begun with its target: there, a start would repeat itself without end.</summary>
    internal static void ThrowIfNotBootstrapped()
    {
        if (Marker is not null && !(s_wasEntered && ChildHost.HasBegun))
        {
            throw new InvalidOperationException(
                "A process was started before this child finished bootstrapping. "
                + "Something starts a process or a pool while the program is loaded (a static or module initializer), or Main ran in a child because it lacks the guard: if (ProcessHost.IsChild) return ProcessHost.RunChild();");
        }
    }
}
