using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What producers and consumers do.</summary>
internal static partial class QueueJobs
{
    /// <summary>Puts numbers; tells when it began, on the clock that processes share.</summary>
    [ProcessTarget]
    internal static long Produce(ProcessQueue<long> queue, ProcessBarrier start, int count)
    {
        start.Wait();
        long began = Stopwatch.GetTimestamp();
        for (int number = 0; number < count; number++)
        {
            queue.Put(number);
        }

        return began;
    }

    /// <summary>Takes numbers; tells when it ended.</summary>
    [ProcessTarget]
    internal static long Consume(ProcessQueue<long> queue, ProcessBarrier start, int count)
    {
        start.Wait();
        for (int taken = 0; taken < count; taken++)
        {
            queue.Get();
        }

        return Stopwatch.GetTimestamp();
    }

    /// <summary>Puts a large array each time it is asked to.</summary>
    [ProcessTarget]
    internal static void Give(ProcessQueue<byte[]> queue, ProcessQueue<bool> wanted, int length)
    {
        byte[] load = new byte[length];
        foreach (bool _ in wanted.GetAll())
        {
            queue.Put(load);
        }
    }
}
