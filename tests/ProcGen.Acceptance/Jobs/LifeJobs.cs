using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>Targets about being a process: who one is, how one ends.</summary>
public static partial class LifeJobs
{
    [ProcessTarget]
    public static void Nothing()
    {
    }

    [ProcessTarget]
    public static int Add(int left, int right = 10) => left + right;

    /// <summary>Says that it runs and then does not end by itself.</summary>
    [ProcessTarget]
    public static void Hang(IProgress<int> running)
    {
        running.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Says that it runs and ends when it is cancelled.</summary>
    [ProcessTarget]
    public static async Task WaitAsync(IProgress<int> running, CancellationToken cancellationToken = default)
    {
        running.Report(Environment.ProcessId);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Ends when a file is there.</summary>
    [ProcessTarget]
    public static void WaitForFile(string path)
    {
        while (!File.Exists(path))
        {
            Thread.Sleep(5);
        }
    }

    [ProcessTarget]
    public static Who Describe(string text, int number = 7)
    {
        ProcessInfo current = ProcessInfo.Current;
        return new Who(
            text,
            number,
            current.Id,
            Environment.ProcessId,
            current.Name,
            current.IsDaemon,
            current.IsAlive,
            current.ExitCode,
            current.AuthKey.ToArray(),
            ProcessInfo.Parent is { } parent ? new Origin(parent.Id, parent.Name, parent.IsAlive) : null,
            OwnThread(),
            Environment.ProcessPath);
    }

    [ProcessTarget]
    public static bool[] DaemonFlagsOfNewProcesses() =>
        [new NothingProcess().IsDaemon, new NothingProcess { IsDaemon = true }.IsDaemon, new NothingProcess { IsDaemon = false }.IsDaemon];

    [ProcessTarget]
    public static void StartChild() => new NothingProcess().Start();

    [ProcessTarget]
    public static void Exit(int code) => Environment.Exit(code);

    [ProcessTarget]
    public static void Throw(string message) => throw new InvalidTimeZoneException(message);

    /// <summary>Leaves a line in a file from an exit handler, and ends in one of several ways.</summary>
    [ProcessTarget]
    public static void ExitHandler(string file, string how, IProgress<int> running)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllText(file, "handled\n");
        running.Report(0);
        switch (how)
        {
            case "return":
                return;
            case "exit":
                Environment.Exit(4);
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }

    /// <summary>Returns while a thread of its own goes on.</summary>
    [ProcessTarget]
    public static void LeaveThread(string file, bool isBackground)
    {
        new Thread(() =>
        {
            if (isBackground)
            {
                Thread.Sleep(Timeout.Infinite);
            }

            Thread.Sleep(300);
            File.WriteAllText(file, "done");
        })
        { IsBackground = isBackground }.Start();
    }

    /// <summary>Starts a child that outlives this process and tells into a file what it sees of its parent.</summary>
    [ProcessTarget]
    public static void StartWatcher(string file, IProgress<int> running)
    {
        using var watcher = new WatchParentProcess(file) { OnParentExit = OnParentExit.Continue };
        watcher.Start();
        running.Report(watcher.Id);
        Thread.Sleep(Timeout.Infinite);
    }

    [ProcessTarget]
    public static void WatchParent(string file)
    {
        ProcessInfo parent = ProcessInfo.Parent!;
        File.AppendAllText(file, $"alive={parent.IsAlive} joined={parent.Join(TimeSpan.Zero)}\n");
        bool joined = parent.Join(TimeSpan.FromSeconds(60));
        File.AppendAllText(file, $"alive={parent.IsAlive} joined={joined}\n");
    }

    /// <summary>Tells who it is on standard output, then lets its children do the same, one after the other.</summary>
    [ProcessTarget]
    public static void Tree(int depth, int width)
    {
        Console.WriteLine($"{ProcessInfo.Current.Name} at {depth}");
        for (int i = 1; depth > 1 && i <= width; i++)
        {
            using var child = new TreeProcess(depth - 1, width);
            child.Start();
            child.Join();
        }
    }

    [ProcessTarget]
    public static string? Flag(string name, int depth) =>
        depth == 0 ? AppContext.GetData(name) as string : FlagProcess.RunAsync(name, depth - 1).GetAwaiter().GetResult();

    [ProcessTarget]
    public static string? Variable(string name, int depth) =>
        depth == 0 ? Environment.GetEnvironmentVariable(name) : VariableProcess.RunAsync(name, depth - 1).GetAwaiter().GetResult();

    /// <summary>What programs ask about themselves.</summary>
    [ProcessTarget]
    public static string?[] Surroundings() =>
        [System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name, AppContext.BaseDirectory, AppContext.TargetFrameworkName, AppDomain.CurrentDomain.FriendlyName];

    [ProcessTarget]
    public static string WorkingDirectory() => Environment.CurrentDirectory;

    [ProcessTarget]
    public static string PlaceOfAssembly(int depth) =>
        depth == 0 ? typeof(LifeJobs).Assembly.Location : PlaceOfAssemblyProcess.RunAsync(depth - 1).GetAwaiter().GetResult();

    [ProcessTarget]
    public static Dictionary<int, string> Descriptors() => ProcFs.Descriptors(Environment.ProcessId);

    [ProcessTarget]
    public static string ReadInput() => Console.In.ReadToEnd();

    /// <summary>The kernel's id of this thread.</summary>
    public static int OwnThread() => int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget)!, CultureInfo.InvariantCulture);

    public static long Memory() => Process.GetCurrentProcess().WorkingSet64;
}

public sealed record Origin(int Id, string Name, bool IsAlive);

public sealed record Who(
    string Text,
    int Number,
    int Id,
    int SystemId,
    string Name,
    bool IsDaemon,
    bool IsAlive,
    int? ExitCode,
    byte[] AuthKey,
    Origin? Parent,
    int Thread,
    string? Program);
