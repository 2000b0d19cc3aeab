using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What the other process does.</summary>
/// <remarks>Who answers looks for the end before each answer, not after: the one who asked may have set it between an answer and the look, and would then wait for an answer to its last question.</remarks>
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
        for (bool isLast = false; !isLast;)
        {
            ping.Wait();
            ping.Clear();
            isLast = end.IsSet;
            pong.Set();
        }
    }

    [ProcessTarget]
    internal static void AnswerSemaphores(ProcessSemaphore ping, ProcessSemaphore pong, ProcessEvent end)
    {
        for (bool isLast = false; !isLast;)
        {
            ping.Acquire();
            isLast = end.IsSet;
            pong.Release();
        }
    }

    [ProcessTarget]
    internal static void AnswerFutexes(SharedArray<uint> words, ProcessEvent end)
    {
        for (bool isLast = false; !isLast;)
        {
            Futex.Take(ref words[FutexPingPong.Ping]);
            isLast = end.IsSet;
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
