using System.Runtime.InteropServices;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

// The children of this process, and what becomes of them when it ends.
//
// - It returns from Main or calls Environment.Exit: daemons and workers of pools are terminated, the others are joined, as in Python. Children that were told to
//   live on are left alone.
// - Ctrl+C reaches only this process, since each child has a process group of its own: the children are asked to cancel, and given a grace,
//   then terminated, then killed. Then this process dies of the signal as it would without us. If somebody who handles the signal before us
//   has cancelled it (a web server that shuts down in its own time), nothing is done.
// - It is killed: nobody here can do anything. The children see their channels end.
internal static class ProcessTree
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly Lock Gate = new();
    private static readonly HashSet<ChildLink> Links = [];
    private static bool s_isWatching;
    private static long s_outOfMemoryKills;
    private static PosixSignalRegistration? s_interrupt;

    /// <summary>The children that have not ended.</summary>
    public static ChildLink[] Snapshot()
    {
        lock (Gate)
        {
            return [.. Links];
        }
    }

    public static void Add(ChildLink link)
    {
        lock (Gate)
        {
            Links.Add(link);
            if (s_isWatching)
            {
                return;
            }

            s_isWatching = true;
        }

        s_outOfMemoryKills = HostPlatform.Current.CountOutOfMemoryKills() ?? 0;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
        if (!ProcessInfo.Current.IsChild)
        {
            s_interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        }
    }

    public static void Remove(ChildLink link)
    {
        lock (Gate)
        {
            Links.Remove(link);
        }
    }

    /// <summary>Whether the kernel has killed somebody for want of memory since the last question, or since the first child.</summary>
    public static bool SawOutOfMemoryKill()
    {
        long now = HostPlatform.Current.CountOutOfMemoryKills() ?? 0;
        return Interlocked.Exchange(ref s_outOfMemoryKills, now) < now;
    }

    /// <summary>Ends children one step harder at a time: asks, terminates, kills. Bounded by twice the grace and what the kernel takes to kill.</summary>
    public static void End(IReadOnlyCollection<ChildLink> links, TimeSpan grace) => End(links, grace, [SignalNames.Terminate, SignalNames.Kill]);

    /// <summary>Ends children by one signal after the other, waiting for the grace between them.</summary>
    public static void End(IReadOnlyCollection<ChildLink> links, TimeSpan grace, ReadOnlySpan<int> signals)
    {
        foreach (int signal in signals)
        {
            foreach (ChildLink link in links)
            {
                link.SendSignal(signal);
            }

            if (WaitForAll(links, signal == SignalNames.Kill ? TimeSpan.FromSeconds(10) : grace))
            {
                return;
            }
        }
    }

    private static bool WaitForAll(IReadOnlyCollection<ChildLink> links, TimeSpan time) => Task.WhenAll(links.Select(static link => link.Exited)).Wait(Durations.ForTimer(time));

    private static void EndAll()
    {
        ChildLink[] links = [.. Snapshot().Where(static link => link.OnParentExit == OnParentExit.End)];
        End([.. links.Where(static link => link.IsDaemon || link.IsWorker)], Grace);
        Task.WhenAll(links.Select(static link => link.Exited)).Wait();
    }

    private static void OnInterrupt(PosixSignalContext context)
    {
        if (context.Cancel)
        {
            return;
        }

        ChildLink[] links = [.. Snapshot().Where(static link => link.OnParentExit == OnParentExit.End)];
        foreach (ChildLink link in links)
        {
            link.SendSignal(SignalNames.Interrupt);
        }

        if (!WaitForAll(links, Grace))
        {
            End(links, Grace);
        }
    }
}
