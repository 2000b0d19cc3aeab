using ProcGen;

namespace Root;

/// <summary>One operation of a shared object many times, with nobody else there: what it costs in system calls is counted from outside.</summary>
internal static class SharedScenarios
{
    public static int Repeat(string operation, int count)
    {
        using var theLock = new ProcessLock();
        using var reentrantLock = new ProcessRLock();
        using var semaphore = new ProcessSemaphore(2);
        using var theEvent = new ProcessEvent();
        using var value = new SharedValue<long>();
        for (int i = 0; i < count; i++)
        {
            switch (operation)
            {
                case "lock":
                    theLock.Acquire().Dispose();
                    break;
                case "re-entrant lock":
                    using (reentrantLock.Acquire())
                    using (reentrantLock.Acquire())
                    {
                    }

                    break;
                case "semaphore":
                    semaphore.Acquire().Dispose();
                    break;
                case "event":
                    theEvent.Set();
                    theEvent.Wait();
                    theEvent.Clear();
                    break;
                case "value":
                    value.Add(1);
                    break;
                default:
                    Console.Error.WriteLine($"There is no operation '{operation}'.");
                    return 2;
            }
        }

        return 0;
    }
}
