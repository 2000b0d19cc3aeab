using System.Diagnostics;
using ProcGen;

namespace Tour.Programs;

/// <summary>Join waits for one process while the others go on: three that take 1, 2 and 3 seconds take 3 together.</summary>
internal static partial class JoinProgram
{
    public static Task RunAsync(Facts facts)
    {
        SleepProcess[] processes = [new(seconds: 1), new(seconds: 2), new(seconds: 3)];
        Stopwatch watch = Stopwatch.StartNew();
        foreach (SleepProcess process in processes)
        {
            process.Start();
        }

        // A join whose time is up gives up waiting; the process goes on.
        bool hasEnded = processes[2].Join(TimeSpan.FromMilliseconds(200));
        bool isAlive = processes[2].IsAlive;
        Story.Tell($"after {watch.Elapsed.TotalSeconds:0.0} s: join with a timeout says {hasEnded}, the process is {(isAlive ? "alive" : "gone")}");

        foreach (SleepProcess process in processes)
        {
            process.Join();
            Story.Tell($"after {watch.Elapsed.TotalSeconds:0.0} s: {process}");
            process.Dispose();
        }

        facts["seconds"] = watch.Elapsed.TotalSeconds;
        facts["timedJoin"] = hasEnded;
        facts["aliveAfterTimedJoin"] = isAlive;
        facts["exitCodes"] = processes.Select(process => process.ExitCode);
        return Task.CompletedTask;
    }

    [ProcessTarget]
    internal static void Sleep(int seconds) => Thread.Sleep(TimeSpan.FromSeconds(seconds));
}
