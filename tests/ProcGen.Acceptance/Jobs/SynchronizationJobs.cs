namespace ProcGen.Acceptance;

/// <summary>Targets that take part in what is shared. All waits have an end: a test that fails leaves nobody behind.</summary>
public static partial class SynchronizationJobs
{
    /// <summary>Holds a lock from one event to another.</summary>
    [ProcessTarget]
    public static bool HoldLock(ProcessLock theLock, ProcessEvent held, ProcessEvent release)
    {
        using (theLock.Acquire(Deadlines.Event))
        {
            held.Set();
            return release.Wait(Deadlines.Event);
        }
    }

    /// <summary>Holds a re-entrant lock several deep, and gives up one depth at each event.</summary>
    [ProcessTarget]
    public static bool HoldReentrantLock(ProcessRLock theLock, int depth, ProcessEvent held, ProcessEvent release)
    {
        for (int i = 0; i < depth; i++)
        {
            theLock.Acquire(Deadlines.Event);
        }

        held.Set();
        bool isAsked = release.Wait(Deadlines.Event);
        for (int i = 0; i < depth; i++)
        {
            theLock.Release();
        }

        return isAsked;
    }

    [ProcessTarget]
    public static bool TryLock(ProcessLock theLock, TimeSpan timeout)
    {
        bool isTaken = theLock.TryAcquire(timeout);
        if (isTaken)
        {
            theLock.Release();
        }

        return isTaken;
    }

    [ProcessTarget]
    public static bool TryReentrantLock(ProcessRLock theLock, TimeSpan timeout)
    {
        bool isTaken = theLock.TryAcquire(timeout);
        if (isTaken)
        {
            theLock.Release();
        }

        return isTaken;
    }

    /// <summary>Acquires a lock for others to release.</summary>
    [ProcessTarget]
    public static bool TakeLock(ProcessLock theLock) => theLock.TryAcquire(Deadlines.Event);

    /// <summary>Releases what somebody else holds. False when that is refused.</summary>
    [ProcessTarget]
    public static bool ReleaseLock(ProcessLock theLock)
    {
        try
        {
            theLock.Release();
            return true;
        }
        catch (SynchronizationLockException)
        {
            return false;
        }
    }

    /// <summary>Releases what somebody else holds. False when that is refused.</summary>
    [ProcessTarget]
    public static bool ReleaseReentrantLock(ProcessRLock theLock)
    {
        try
        {
            theLock.Release();
            return true;
        }
        catch (SynchronizationLockException)
        {
            return false;
        }
    }

    [ProcessTarget]
    public static bool IsLocked(ProcessLock theLock) => theLock.IsLocked;

    [ProcessTarget]
    public static bool IsReentrantLocked(ProcessRLock theLock) => theLock.IsLocked;

    [ProcessTarget]
    public static string DescribeLock(ProcessLock theLock) => theLock.ToString();

    [ProcessTarget]
    public static string DescribeReentrantLock(ProcessRLock theLock) => theLock.ToString();

    /// <summary>Counts in two steps, which only a lock makes one.</summary>
    [ProcessTarget]
    public static bool CountUnderLock(ProcessLock theLock, SharedArray<long> count, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            using (theLock.Acquire(Deadlines.Event))
            {
                Bump(count);
            }
        }

        return true;
    }

    /// <summary>Counts in two steps, which only a lock makes one; each time two deep.</summary>
    [ProcessTarget]
    public static bool CountUnderReentrantLock(ProcessRLock theLock, SharedArray<long> count, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            using (theLock.Acquire(Deadlines.Event))
            using (theLock.Acquire())
            {
                Bump(count);
            }
        }

        return true;
    }

    /// <summary>Takes permits, one by one and without waiting, and keeps them until it is told.</summary>
    /// <returns>How many it got.</returns>
    [ProcessTarget]
    public static int TakePermits(ProcessSemaphore semaphore, int count, ProcessEvent taken, ProcessEvent release)
    {
        int got = 0;
        for (int i = 0; i < count; i++)
        {
            got += semaphore.TryAcquire() ? 1 : 0;
        }

        taken.Set();
        release.Wait(Deadlines.Event);
        if (got > 0)
        {
            semaphore.Release(got);
        }

        return got;
    }

    /// <summary>Takes permits, one by one and without waiting, and keeps them until it is told.</summary>
    /// <returns>How many it got.</returns>
    [ProcessTarget]
    public static int TakeBoundedPermits(ProcessBoundedSemaphore semaphore, int count, ProcessEvent taken, ProcessEvent release)
    {
        int got = 0;
        for (int i = 0; i < count; i++)
        {
            got += semaphore.TryAcquire() ? 1 : 0;
        }

        taken.Set();
        release.Wait(Deadlines.Event);
        if (got > 0)
        {
            semaphore.Release(got);
        }

        return got;
    }

    [ProcessTarget]
    public static bool ReleasePermits(ProcessSemaphore semaphore, int count)
    {
        semaphore.Release(count);
        return true;
    }

    /// <summary>False when there would be too many.</summary>
    [ProcessTarget]
    public static bool ReleaseBoundedPermits(ProcessBoundedSemaphore semaphore, int count)
    {
        try
        {
            semaphore.Release(count);
            return true;
        }
        catch (SemaphoreFullException)
        {
            return false;
        }
    }

    /// <summary>Is inside with others, of whom there are never more than there are permits.</summary>
    /// <returns>The most that were inside at once.</returns>
    [ProcessTarget]
    public static int CrowdIn(ProcessSemaphore semaphore, SharedValue<int> inside, int rounds)
    {
        int most = 0;
        for (int i = 0; i < rounds; i++)
        {
            using (semaphore.Acquire(Deadlines.Event))
            {
                most = Math.Max(most, inside.Add(1));
                Thread.Yield();
                inside.Add(-1);
            }
        }

        return most;
    }

    /// <summary>Waits to be notified once, and then counts itself.</summary>
    [ProcessTarget]
    public static bool WaitForNotify(ProcessCondition condition, SharedValue<int> awake)
    {
        using (condition.Acquire())
        {
            bool isNotified = condition.Wait(Deadlines.Event);
            awake.Add(1);
            return isNotified;
        }
    }

    /// <summary>Waits without end, and without a token.</summary>
    [ProcessTarget]
    public static void WaitForNotifyWithoutEnd(ProcessCondition condition)
    {
        using (condition.Acquire())
        {
            condition.Wait();
        }
    }

    [ProcessTarget]
    public static void WaitForNotifyWithToken(ProcessCondition condition, CancellationToken cancellationToken = default)
    {
        using (condition.Acquire(cancellationToken))
        {
            condition.Wait(cancellationToken);
        }
    }

    /// <summary>Plays with another: waits for a number and makes it the next one, to and fro.</summary>
    [ProcessTarget]
    public static int TakeTurns(ProcessCondition condition, SharedValue<int> turn, int first, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            int mine = first + (2 * i);
            using (condition.Acquire())
            {
                if (!condition.WaitFor(() => turn.Value == mine, Deadlines.Event))
                {
                    return -1;
                }

                turn.Value = mine + 1;
                condition.NotifyAll();
            }
        }

        return turn.Value;
    }

    /// <summary>Notifies as one that does not hold the lock. False when that is refused.</summary>
    [ProcessTarget]
    public static bool NotifyWithoutLock(ProcessCondition condition)
    {
        try
        {
            condition.Notify();
            return true;
        }
        catch (SynchronizationLockException)
        {
            return false;
        }
    }

    [ProcessTarget]
    public static bool SetEvent(ProcessEvent theEvent)
    {
        theEvent.Set();
        return true;
    }

    [ProcessTarget]
    public static bool WaitForEvent(ProcessEvent theEvent, ProcessSemaphore? waiting = null)
    {
        waiting?.Release();
        return theEvent.Wait(Deadlines.Event);
    }

    [ProcessTarget]
    public static string DescribeEvent(ProcessEvent theEvent) => theEvent.ToString();

    /// <summary>Passes a barrier round by round.</summary>
    /// <returns>The index of each round, or -1 where the others had not all come yet.</returns>
    [ProcessTarget]
    public static int[] PassBarrier(ProcessBarrier barrier, SharedArray<int> arrived, int rounds, SharedValue<int>? actions = null)
    {
        using ProcessBarrier own = barrier.WithAction(() => actions?.Add(1));
        int[] indexes = new int[rounds];
        for (int i = 0; i < rounds; i++)
        {
            arrived.Add(i, 1);
            int index = own.Wait(Deadlines.Event);
            indexes[i] = arrived[i] == own.Parties && (actions is null || actions.Value > i) ? index : -1;
        }

        return indexes;
    }

    /// <summary>Waits for a barrier and tells what broke it, if something did.</summary>
    [ProcessTarget]
    public static BarrierBreak WaitForBarrier(ProcessBarrier barrier)
    {
        try
        {
            barrier.Wait(Deadlines.Event);
            return BarrierBreak.None;
        }
        catch (BrokenBarrierException exception)
        {
            return exception.Reason;
        }
    }

    /// <summary>Takes part in a number of rounds, says so and then does not come again.</summary>
    [ProcessTarget]
    public static bool LeaveBarrier(ProcessBarrier barrier, int rounds, ProcessEvent left)
    {
        for (int i = 0; i < rounds; i++)
        {
            barrier.Wait(Deadlines.Event);
        }

        left.Set();
        Thread.Sleep(Timeout.Infinite);
        return true;
    }

    private static void Bump(SharedArray<long> count)
    {
        long now = count[0];
        Thread.SpinWait(20);
        count[0] = now + 1;
    }
}
