using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What the other process does.</summary>
internal static partial class SynchronizationJobs
{
    /// <summary>Wants a lock all the time; tells when it began and ended, on the clock that processes share.</summary>
    [ProcessTarget]
    internal static (long Began, long Ended) Contend(ProcessLock theLock, ProcessBarrier start, int count)
    {
        start.Wait();
        long began = Stopwatch.GetTimestamp();
        SynchronizationLoops.AcquireAndRelease(theLock, count);
        return (began, Stopwatch.GetTimestamp());
    }

    [ProcessTarget]
    internal static void AnswerEvents(ProcessEvent ping, ProcessEvent pong, ProcessEvent end)
    {
        while (!end.IsSet)
        {
            ping.Wait();
            ping.Clear();
            pong.Set();
        }
    }

    [ProcessTarget]
    internal static void AnswerSemaphores(ProcessSemaphore ping, ProcessSemaphore pong, ProcessEvent end)
    {
        while (!end.IsSet)
        {
            ping.Acquire();
            pong.Release();
        }
    }

    [ProcessTarget]
    internal static void AnswerFutexes(SharedArray<uint> words, ProcessEvent end)
    {
        while (!end.IsSet)
        {
            Futex.Take(ref words[FutexPingPong.Ping]);
            Futex.Give(ref words[FutexPingPong.Pong]);
        }
    }

    /// <summary>Keeps a processor busy until it is killed.</summary>
    [ProcessTarget]
    internal static void Spin()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }
}
