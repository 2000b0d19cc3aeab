using ProcGen;

namespace Tour.Programs;

/// <summary>A process that has ended stays in the system's table as a zombie until its parent asks how it ended. ProcGen asks, joined or not.</summary>
internal static partial class ZombieProgram
{
    public static async Task RunAsync(Facts facts)
    {
        EndProcess[] processes = [.. Enumerable.Range(0, 20).Select(number => new EndProcess(number))];
        foreach (EndProcess process in processes)
        {
            process.Start();
        }

        await Story.WaitUntilAsync(() => ChildProcess.Active.Count == 0, "all children have ended");
        int[] zombies = ProcessTable.FindChildren(ProcessInfo.Current.Id, state: 'Z');
        Story.Tell($"{processes.Length} children started, none joined, {zombies.Length} zombies");
        Story.Tell($"their exit codes: {string.Join(' ', processes.Select(process => process.ExitCode))}");

        facts["children"] = processes.Length;
        facts["zombies"] = zombies.Length;
        facts["exitCodes"] = processes.Select(process => process.ExitCode);
    }

    [ProcessTarget]
    internal static void End(int exitCode) => Environment.Exit(exitCode);
}
