using System.Runtime.CompilerServices;
using ProcGen;

namespace Root;

/// <summary>Programs with pools that nobody ends.</summary>
internal static class PoolScenarios
{
    private static ProcessPool? s_kept;

    /// <summary>Makes a pool, drops it, and waits until its workers have gone.</summary>
    public static int Forget()
    {
        (WeakReference pool, int worker) = MakeAndDrop();
        while (pool.IsAlive)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(1);
        }

        Console.WriteLine("collected");
        while (File.Exists($"/proc/{worker}/stat"))
        {
            Thread.Sleep(5);
        }

        Console.WriteLine("workers gone");
        return 0;
    }

    /// <summary>Leaves a pool in a static field, with a call under way.</summary>
    public static async Task<int> KeepAsync(string how)
    {
        s_kept = new ProcessPool(2);
        Console.WriteLine(await s_kept.Jobs.AddAsync(1, 2));
        Running running = new();
        _ = s_kept.Jobs.HangAsync(running);
        await running.First;
        if (how == "exit")
        {
            Environment.Exit(0);
        }

        return 0;
    }

    /// <summary>Pools with workers that work, wait and stand by, and one in a worker.</summary>
    public static async Task<int> BusyAsync()
    {
        await using ProcessPool busy = new(new ProcessPoolOptions { Workers = 2, StandbyWorkers = 1 });
        await using ProcessPool nesting = new(2);
        Running[] running = [new(), new()];
        Task[] calls = [busy.Jobs.HangAsync(running[0]), nesting.Jobs.HangInPoolAsync(running[1])];
        await Task.WhenAll(running.Select(static one => one.First));
        while (busy.WorkerProcessIds.Count < 3)
        {
            await Task.Delay(5);
        }

        Console.WriteLine("ready");
        await Task.WhenAll(calls);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Pool, int Worker) MakeAndDrop()
    {
        ProcessPool pool = new(new ProcessPoolOptions { Workers = 1, Name = "lost" });
        pool.Jobs.Add(1, 2);
        return (new WeakReference(pool), pool.WorkerProcessIds[0]);
    }

    private sealed class Running : IProgress<int>
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public void Report(int value) => _first.TrySetResult();
    }
}
