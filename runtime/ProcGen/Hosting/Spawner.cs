using System.Collections.Concurrent;
using ProcGen.Platform;

namespace ProcGen.Hosting;

// All children are made by one thread that lives as long as this process. The parent-death signal that a child asks for follows the thread
// that made it: a child made by a thread of a pool would be killed when that thread is retired, with its parent alive.
internal static class Spawner
{
    private static readonly Lazy<BlockingCollection<Action>> Jobs = new(Begin);

    [ThreadStatic]
    private static bool t_isSpawner;

    /// <summary>Makes a process; the caller waits for it.</summary>
    /// <exception cref="SpawnException">The kernel refused.</exception>
    public static SpawnedProcess Spawn(SpawnRequest request)
    {
        if (t_isSpawner)
        {
            return HostPlatform.Current.Spawn(request);
        }

        TaskCompletionSource<SpawnedProcess> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Jobs.Value.Add(() =>
        {
            try
            {
                done.SetResult(HostPlatform.Current.Spawn(request));
            }
            catch (Exception exception)
            {
                // Whatever it is, it belongs to the caller; this thread goes on.
                done.SetException(exception);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs something that starts children on the spawner's thread, after a delay. It must not throw.</summary>
    public static void Post(Action start, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Jobs.Value.Add(start);
            return;
        }

        Task.Delay(delay).ContinueWith(_ => Jobs.Value.Add(start), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static BlockingCollection<Action> Begin()
    {
        BlockingCollection<Action> jobs = [];
        new Thread(() => Run(jobs), 256 * 1024) { IsBackground = true, Name = "ProcGen spawner" }.UnsafeStart();
        return jobs;
    }

    private static void Run(BlockingCollection<Action> jobs)
    {
        t_isSpawner = true;
        foreach (Action job in jobs.GetConsumingEnumerable())
        {
            job();
        }
    }
}
