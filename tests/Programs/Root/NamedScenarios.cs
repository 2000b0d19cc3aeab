using System.Globalization;
using ProcGen;

namespace Root;

/// <summary>What programs do that know each other by nothing but names.</summary>
internal static class NamedScenarios
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Makes objects under names, holds the lock until it is told, and keeps them until there is a sum.</summary>
    public static async Task<int> MakeAsync(string name)
    {
        using SharedMemory memory = SharedMemory.Create($"{name}.memory", 64);
        using ProcessLock theLock = ProcessLock.Create($"{name}.lock");
        using ProcessEvent go = ProcessEvent.Create($"{name}.go");
        using SharedValue<long> count = SharedValue<long>.Create($"{name}.count");
        memory.Write(0, 42);
        using (theLock.Acquire())
        {
            Console.WriteLine("ready");
            await go.WaitAsync(Limit);
        }

        Console.WriteLine("released");
        for (int i = 0; i < Limit.TotalMilliseconds / 10 && count.Value == 0; i++)
        {
            await Task.Delay(10);
        }

        return count.Value == 0 ? 1 : 0;
    }

    /// <summary>Counts, here and in a child.</summary>
    public static async Task<int> CountAsync(string name, string rounds)
    {
        using ProcessLock theLock = ProcessLock.Open($"{name}.lock");
        using SharedValue<long> count = SharedValue<long>.Open($"{name}.count");
        int number = int.Parse(rounds, CultureInfo.InvariantCulture);
        Task<bool> child = SharedJobs.CountProcess.RunAsync(theLock, count, number);
        SharedJobs.Count(theLock, count, number);
        await child;
        Console.WriteLine("counted");
        return 0;
    }

    /// <summary>Takes a permit, and waits for a barrier and for a condition.</summary>
    public static async Task<int> TakeAsync(string name)
    {
        using ProcessSemaphore semaphore = ProcessSemaphore.Open($"{name}.semaphore");
        using ProcessBarrier barrier = ProcessBarrier.Open($"{name}.barrier");
        using ProcessCondition condition = ProcessCondition.Open($"{name}.condition");
        semaphore.Acquire();
        Task<int> party = barrier.WaitAsync().AsTask();
        Console.WriteLine("ready");
        using (await condition.AcquireAsync())
        {
            await condition.WaitAsync(Limit);
        }

        return await party;
    }
}

public static partial class SharedJobs
{
    [ProcessTarget]
    public static bool Count(ProcessLock theLock, SharedValue<long> count, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            using (theLock.Acquire())
            {
                count.Value++;
            }
        }

        return true;
    }
}
