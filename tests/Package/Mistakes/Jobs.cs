using ProcGen;

public static partial class Jobs
{
    private static readonly ProcessPool s_pool = new(1); // PG2001

    [ProcessTarget]
    public static async void Later() => await Task.Yield(); // PG1007

    [ProcessTarget]
    public static void Work(ProcessLock free)
    {
        free.Acquire(); // PG2201
        Console.ReadLine(); // PG3003, switched off
    }

    [ProcessTarget]
    public static void End() => Environment.Exit(1); // PG3004

    public static Task EndAsync() => s_pool.Jobs.EndAsync();

    public static void Drop() => new WorkProcess(new ProcessLock()).Start(); // PG2105
}
