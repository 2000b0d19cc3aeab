using System.Collections.Concurrent;
using ProcGen.Platform;

namespace ProcGen.Hosting;

// All children are made by one thread that lives as long as this process. The parent-death signal that a child asks for follows the thread
// that made it: a child made by a thread of a pool would be killed when that thread is retired, with its parent alive.
internal static class Spawner
{
    private static readonly Lazy<BlockingCollection<Job>> Jobs = new(Begin);

    /// <summary>Makes a process; the caller waits for it.</summary>
    /// <exception cref="SpawnException">The kernel refused.</exception>
    public static SpawnedProcess Spawn(SpawnRequest request)
    {
        Job job = new(request);
        Jobs.Value.Add(job);
        return job.Done.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Job> Begin()
    {
        BlockingCollection<Job> jobs = [];
        new Thread(() => Run(jobs), 256 * 1024) { IsBackground = true, Name = "ProcGen spawner" }.UnsafeStart();
        return jobs;
    }

    private static void Run(BlockingCollection<Job> jobs)
    {
        foreach (Job job in jobs.GetConsumingEnumerable())
        {
            try
            {
                job.Done.SetResult(HostPlatform.Current.Spawn(job.Request));
            }
            catch (Exception exception)
            {
                // Whatever it is, it belongs to the caller; this thread goes on.
                job.Done.SetException(exception);
            }
        }
    }

    private sealed record Job(SpawnRequest Request)
    {
        public TaskCompletionSource<SpawnedProcess> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
