// Locks as people write them: gates, flags, helpers, conditions, values that are changed under the lock of a caller.
public sealed class Gate(ProcessLock theLock) : IDisposable
{
    public void Enter() => theLock.Acquire();

    public void Leave() => theLock.Release();

    public void Dispose() => theLock.Dispose();
}

public sealed class Held : IDisposable
{
    private readonly ProcessRLock _lock;

    public Held(ProcessRLock theLock)
    {
        _lock = theLock;
        _lock.Acquire();
    }

    public void Dispose() => _lock.Release();
}

public sealed class Counter(SharedValue<long> value, ProcessLock log)
{
    public void Bump(int by)
    {
        using LockScope scope = value.Acquire();
        if (by == 0)
        {
            return;
        }

        BumpBy(by);
    }

    public bool TryBump()
    {
        bool isHeld = false;
        try
        {
            isHeld = log.TryAcquire(TimeSpan.FromMilliseconds(10));
            if (!isHeld)
            {
                return false;
            }

            value.Value += 1;
            return true;
        }
        finally
        {
            if (isHeld)
            {
                log.Release();
            }
        }
    }

    public void Log(string text) => Locked(() => File.AppendAllText("log.txt", text));

    public void Double() => Locked(() => value.Value *= 2);

    private void BumpBy(int by) => value.Value += by;

    private void Locked(Action action)
    {
        log.Acquire();
        try
        {
            action();
        }
        finally
        {
            log.Release();
        }
    }
}

public static partial class Buffers
{
    [ProcessTarget]
    public static void Fill(ProcessCondition changed, SharedArray<int> slots, SharedValue<int> count, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            using (changed.Acquire())
            {
                changed.WaitFor(() => count.Value < slots.Length);
                slots[count.Value] = i;
                count.Value++;
                changed.NotifyAll();
            }
        }
    }

    [ProcessTarget]
    public static int Drain(ProcessCondition changed, SharedArray<int> slots, SharedValue<int> count, int wanted)
    {
        int sum = 0;
        while (wanted-- > 0)
        {
            LockScope scope = changed.Acquire();
            try
            {
                while (count.Value == 0)
                {
                    changed.Wait();
                }

                sum += slots[--count.Value];
                changed.Notify();
            }
            finally
            {
                scope.Dispose();
            }
        }

        return sum;
    }

    [ProcessTarget]
    public static void Square(SharedArray<double> all, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            all[i] *= all[i];
        }

        object inside = new();
        List<double> seen = [];
        Parallel.For(from, to, i =>
        {
            lock (inside)
            {
                seen.Add(all[i]);
            }
        });
    }

    [ProcessTarget]
    public static async Task MoveAsync(ProcessLock one, ProcessLock two, SharedValue<int> a, SharedValue<int> b)
    {
        using (await one.AcquireAsync())
        using (LockScope scope = (await two.AcquireAsync()).ThrowIfAbandoned())
        {
            (int left, int right) = (a.Value, b.Value);
            await Task.Yield();
            a.Value = right;
            b.Value = left;
        }

        int seen;
        do
        {
            seen = a.Value;
        }
        while (a.CompareExchange(seen * 2, seen) != seen);
    }

    public static int Sum()
    {
        using SharedArray<double> all = new(100);
        using SharedValue<int> sum = new(0);
        sum.Value += 1;
        SquareProcess[] workers = [new(all, 0, 50), new(all, 50, 100)];
        try
        {
            foreach (SquareProcess worker in workers)
            {
                worker.Start();
            }

            foreach (SquareProcess worker in workers)
            {
                worker.Join();
            }
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }

        return (int)all.ToArray().Sum() + sum.Value;
    }

    public static void InOrder(ProcessLock[] locks)
    {
        foreach (ProcessLock each in locks)
        {
            each.Acquire();
        }

        try
        {
            Console.WriteLine(locks.Length);
        }
        finally
        {
            foreach (ProcessLock each in locks.Reverse())
            {
                each.Release();
            }
        }
    }
}
