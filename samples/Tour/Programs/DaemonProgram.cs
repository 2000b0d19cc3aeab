using ProcGen;

namespace Tour.Programs;

/// <summary>A parent that ends waits for its children; its daemons it terminates. A daemon may not have children: nobody would wait for them.</summary>
internal static partial class DaemonProgram
{
    public static async Task RunAsync(Facts facts)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tour-daemon-");
        await ParentProcess.RunAsync(folder.FullName);
        string[] notes = [.. folder.EnumerateFiles().Select(file => file.Name).Order()];
        folder.Delete(recursive: true);
        bool daemonFinished = notes.Contains("daemon finished");
        bool childFinished = notes.Contains("child finished");
        Story.Tell($"the parent has ended; its daemon {(daemonFinished ? "finished" : "was stopped early")}, its child {(childFinished ? "finished" : "was stopped early")}");

#pragma warning disable PG2104 // A daemon that tries is what is shown.
        using HaveChildProcess daemon = new() { IsDaemon = true };
#pragma warning restore PG2104
        daemon.Start();
        string refusal = await daemon.GetResultAsync();
        Story.Tell($"a daemon starts a child: {refusal}");

        facts["daemonBegan"] = notes.Contains("daemon began");
        facts["daemonFinished"] = daemonFinished;
        facts["childBegan"] = notes.Contains("child began");
        facts["childFinished"] = childFinished;
        facts["refusal"] = refusal;
    }

    /// <summary>Starts both, sees them at work, and ends before they do.</summary>
    [ProcessTarget]
    internal static async Task Parent(string folder)
    {
#pragma warning disable PG2105 // Nobody joins them: what happens to them at the end is what is shown.
        new WorkProcess(folder, "daemon", seconds: 30) { IsDaemon = true }.Start();
        new WorkProcess(folder, "child", seconds: 1).Start();
#pragma warning restore PG2105
        await Story.WaitUntilAsync(() => Directory.GetFiles(folder, "* began").Length == 2, "both are at work");
    }

    [ProcessTarget]
    internal static void Work(string folder, string who, int seconds)
    {
        File.WriteAllText(Path.Combine(folder, $"{who} began"), "");
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        File.WriteAllText(Path.Combine(folder, $"{who} finished"), "");
    }

    [ProcessTarget]
    internal static string HaveChild()
    {
        try
        {
            using WorkProcess child = new(Path.GetTempPath(), "nobody", seconds: 0);
            child.Start();
            return "allowed";
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }
}
