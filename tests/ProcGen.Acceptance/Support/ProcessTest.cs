using System.Collections.Concurrent;
using System.Runtime.InteropServices;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ProcGen.Acceptance;

// What surrounds every test here.
//
// - A leak sentinel: the children of this process are the same before and after, and none is a zombie. Tests run one after the other, so
//   that whatever is left is the test's own.
// - A watchdog: a test that hangs has its processes listed and killed, so that what it waits for ends; if that does not help, the whole run
//   ends with the test's name. Nothing here hangs for ever.
public abstract partial class ProcessTest : IAsyncLifetime
{
    private readonly ConcurrentBag<string> _folders = [];
    private HashSet<int> _before = [];
    private Timer? _watchdog;
    private int _barks;

    /// <summary>When the watchdog barks.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(120);

    protected static CancellationToken TestToken => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        // Orphans come to this process instead of vanishing to the machine's first one.
        _ = prctl(36 /* PR_SET_CHILD_SUBREAPER */, 1, 0, 0, 0);
        _before = [.. ProcFs.ChildrenOf(Environment.ProcessId).Select(static child => child.Id)];
        string test = TestContext.Current.Test?.TestDisplayName ?? GetType().Name;
        _watchdog = new Timer(_ => Bark(test), null, Patience, TimeSpan.FromSeconds(20));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Deadlines.Until(() => !LeftOver().Any(), "no child is left");
        }
        catch (Exception) when (LeftOver().ToArray() is { Length: > 0 } left)
        {
            foreach (ProcEntry child in left)
            {
                _ = kill(child.Id, 9);
            }

            Assert.Fail($"Left behind: {string.Join(", ", left.AsEnumerable())}");
        }
        finally
        {
            _watchdog?.Dispose();
            foreach (string folder in _folders)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A folder that goes away with the test.</summary>
    protected string NewFolder()
    {
        string folder = Directory.CreateTempSubdirectory("procgen-acceptance-").FullName;
        _folders.Add(folder);
        return folder;
    }

    protected static void SendSignal(int processId, int signal)
    {
        // 0 and below are groups of processes, this one's among them.
        Assert.True(processId > 0, $"{processId} is no process.");
        _ = kill(processId, signal);
    }

    protected static void SendSignalToGroup(int group, int signal)
    {
        Assert.True(group > 1 && group != ProcFs.Find(Environment.ProcessId)!.Group, $"{group} is no other group.");
        _ = kill(-group, signal);
    }

    /// <summary>Waits for an orphan that came to this process, and takes its exit.</summary>
    internal static Task OrphanEnded(int processId) => Deadlines.Until(
        () =>
        {
            Reap(processId);
            return ProcFs.Find(processId) is null;
        },
        $"process {processId} has ended");

    internal static void Raise(int signal) => SendSignal(Environment.ProcessId, signal);

    internal static void Kill(int processId) => SendSignal(processId, 9);

    internal static Task Stop(int processId)
    {
        SendSignal(processId, 19);
        return Deadlines.Until(() => ProcFs.Find(processId) is { State: 'T' }, $"process {processId} is stopped");
    }

    internal static void Continue(int processId) => SendSignal(processId, 18);

    internal static void Reap(int processId) => _ = waitpid(processId, 0, 1 /* WNOHANG */);

    private IEnumerable<ProcEntry> LeftOver() => ProcFs.ChildrenOf(Environment.ProcessId).Where(child => !_before.Contains(child.Id));

    private void Bark(string test)
    {
        ProcEntry[] children = [.. LeftOver()];
        Console.Error.WriteLine($"{test} hangs. Its processes: {string.Join(", ", children.AsEnumerable())}");
        foreach (ProcEntry child in children)
        {
            _ = kill(child.Id, 9);
        }

        if (++_barks == 3)
        {
            Environment.FailFast($"{test} hangs.");
        }
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial int waitpid(int processId, nint status, int options);
}
