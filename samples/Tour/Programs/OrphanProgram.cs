using ProcGen;

namespace Tour.Programs;

/// <summary>A parent is killed and can clean up nothing. A child ends by itself when it sees that, unless it was told to live on.</summary>
internal static partial class OrphanProgram
{
    public static async Task RunAsync(Facts facts)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tour-orphan-");
        using ParentProcess parent = new(folder.FullName);
        parent.Start();
        List<int> children = [];
        await foreach (int child in parent.ReadAllAsync())
        {
            children.Add(child);
            if (children.Count == 2)
            {
                break;
            }
        }

        (int normal, int orphan) = (children[0], children[1]);
        Story.Tell($"parent {parent.Id} has the children {normal} and {orphan}");

        parent.Kill();
        parent.Join();
        long killed = Story.Now;
        await Story.WaitUntilAsync(() => !ProcessTable.IsRunning(normal), "the child with the default policy ends");
        double secondsToEnd = (Story.Now - killed) / 1000.0;
        bool livesOn = ProcessTable.IsRunning(orphan);
        int? newParent = ProcessTable.Find(orphan)?.Parent;
        Story.Tell($"parent killed: {normal} was gone {secondsToEnd:0.000} s later, {orphan} {(livesOn ? "lives on" : "is gone")} under process {newParent}");

        await Story.WaitUntilAsync(() => !ProcessTable.IsRunning(orphan), "the orphan ends");
        string lastWords = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "orphan"));
        folder.Delete(recursive: true);
        Story.Tell($"{orphan} has ended; its last words: {lastWords}");

        facts["parentExitCode"] = parent.ExitCode;
        facts["secondsUntilDefaultChildEnded"] = secondsToEnd;
        facts["orphanLivedOn"] = livesOn;
        facts["orphanParentBefore"] = parent.Id;
        facts["orphanParentAfter"] = newParent;
        facts["orphanLastWords"] = lastWords;
    }

    /// <summary>Has two children, says who they are when both are at work, and waits to be killed.</summary>
    [ProcessTarget]
    internal static async IAsyncEnumerable<int> Parent(string folder)
    {
        WorkProcess normal = new(folder, "normal", seconds: 30);
        WorkProcess orphan = new(folder, "orphan", seconds: 2) { OnParentExit = OnParentExit.Continue };
#pragma warning disable PG2105 // Their parent is killed: nobody is there to join them, which is what is shown.
        normal.Start();
        orphan.Start();
#pragma warning restore PG2105
        await Story.WaitUntilAsync(() => Directory.GetFiles(folder).Length == 2, "both are at work");
        yield return normal.Id;
        yield return orphan.Id;
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    [ProcessTarget]
    internal static void Work(string folder, string who, int seconds)
    {
        string note = Path.Combine(folder, who);
        File.WriteAllText(note, "at work");
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        File.WriteAllText(note, "done by myself");
    }
}
