namespace ProcGen.Benchmarks;

/// <summary>What is too short to be measured once. Every word lies in memory that processes share, so that nothing can be optimized away.</summary>
internal static class SynchronizationLoops
{
    public static void AcquireAndRelease(ProcessLock theLock, int count)
    {
        for (int run = 0; run < count; run++)
        {
            theLock.Acquire();
            theLock.Release();
        }
    }

    /// <summary>The least that a lock can be.</summary>
    public static void CompareExchangeAndStore(SharedArray<int> words, int count)
    {
        ref int word = ref words[0];
        for (int run = 0; run < count; run++)
        {
            Interlocked.CompareExchange(ref word, 1, 0);
            Volatile.Write(ref word, 0);
        }
    }

    public static void AddShared(SharedValue<int> value, int count)
    {
        for (int run = 0; run < count; run++)
        {
            value.Add(1);
        }
    }

    public static void AddInterlocked(SharedArray<int> words, int count)
    {
        ref int word = ref words[0];
        for (int run = 0; run < count; run++)
        {
            Interlocked.Add(ref word, 1);
        }
    }

    /// <summary>One of everything that does not wait.</summary>
    public static void UseAll(ProcessLock theLock, ProcessRLock reentrant, ProcessSemaphore semaphore, ProcessEvent flag, SharedValue<int> value, int count)
    {
        for (int run = 0; run < count; run++)
        {
            using (theLock.Acquire())
            using (reentrant.Acquire())
            using (semaphore.Acquire())
            {
                flag.Set();
                flag.Wait();
                flag.Clear();
                value.Add(1);
            }
        }
    }
}
