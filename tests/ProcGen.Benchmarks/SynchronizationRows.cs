using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>Locks, events, semaphores and shared values, against the instructions and system calls that they are made of, and against Python's.</summary>
internal static class SynchronizationRows
{
    private const int Loop = 1_000_000;

    public static Row[] All(bool isQuick)
    {
        int rounds = isQuick ? 9 : 31;
        return
        [
            .. Instructions(rounds),
            .. AgainstPython(rounds),
            .. PingPongs("a core is free", isQuick ? 15 : 60, roundTrips: 20_000, bar: 0.1),
            .. PingPongs("a core each", isQuick ? 15 : 60, roundTrips: 1000, bar: 0.1, isPinned: true),
            .. WhenCoresAreBusy(isQuick ? 15 : 60),
            Creation(rounds),
            Allocations(),
        ];
    }

    private static Row[] Instructions(int rounds)
    {
        using ProcessLock theLock = new();
        using SharedArray<int> words = new(16, LockChoice.None);
        using SharedValue<int> value = new(0, LockChoice.None);
        (double Ours, double Peer, double Ratio) acquisition = InLoops(
            count => SynchronizationLoops.AcquireAndRelease(theLock, count),
            count => SynchronizationLoops.CompareExchangeAndStore(words, count),
            rounds);
        (double Ours, double Peer, double Ratio) addition = InLoops(
            count => SynchronizationLoops.AddShared(value, count),
            count => SynchronizationLoops.AddInterlocked(words, count),
            rounds);
        return
        [
            NewRow("lock, acquire and release", acquisition, "ns", "CAS + store", 3),
            NewRow("SharedValue.Add", addition, "ns", "Interlocked.Add", 2),
        ];
    }

    private static Row[] AgainstPython(int rounds)
    {
        using PythonPeer? python = PythonPeer.TryStart("synchronization.py");
        if (python is null)
        {
            return [];
        }

        using ProcessLock own = new();
        Action<int> loop = count => SynchronizationLoops.AcquireAndRelease(own, count);
        Warm(loop);
        (double Ours, double Peer, double Ratio) uncontended = Measure.InTurn(() => Time(loop), () => 1000 * python.Ask($"uncontended {Loop}"), rounds);

        using Contest contest = new();
        (double Ours, double Peer, double Ratio) contending = Measure.InTurn(() => contest.Run(Loop), () => 1000 * python.Ask($"contending {Loop}"), rounds);
        return
        [
            NewRow("lock, against Python's", uncontended, "ns", "Python", 0.25),
            NewRow("lock that two processes want", contending, "ns", "Python", 0.5),
        ];
    }

    private static Row[] WhenCoresAreBusy(int rounds)
    {
        using BusyCores busy = new();
        return PingPongs("cores are busy", rounds, roundTrips: 100, bar: 1.2);
    }

    // A free core is of no use as long as the system leaves both sides on the same one, which it may do for seconds: they never want to run at
    // the same time. Ours leave it after some milliseconds, so that their rounds are longer than those of the bare system call. Pinned, each
    // has the core that the row is about.
    private static Row[] PingPongs(string when, int rounds, int roundTrips, double bar, bool isPinned = false)
    {
        using FutexPingPong futexes = new();
        using EventPingPong events = new();
        using SemaphorePingPong semaphores = new();
        using Pinning? pinning = isPinned ? new Pinning() : null;
        foreach (PingPong each in (PingPong[])[futexes, events, semaphores])
        {
            pinning?.Part(each.OtherId);
            Warm(count => Repeat(each.RoundTrip, count / 20));
        }

        return
        [
            NewRow($"event ping-pong, {when}", InTurn(events, futexes, rounds, roundTrips), "us", "futex", bar),
            NewRow($"semaphore ping-pong, {when}", InTurn(semaphores, futexes, rounds, roundTrips), "us", "futex", bar),
        ];
    }

    private static (double Ours, double Peer, double Ratio) InTurn(PingPong ours, PingPong peer, int rounds, int roundTrips) =>
        Measure.InTurn(() => Measure.Time(ours.RoundTrip, roundTrips), () => Measure.Time(peer.RoundTrip, Math.Min(roundTrips, 1000)), rounds);

    private static Row Creation(int rounds)
    {
        const int Count = 200;
        ProcessLock[] locks = new ProcessLock[Count];
        double[] figures = new double[rounds];
        for (int round = -10; round < rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Count; i++)
            {
                locks[i] = new ProcessLock();
            }

            double each = Stopwatch.GetElapsedTime(began).TotalMicroseconds / Count;
            Array.ForEach(locks, static made => made.Dispose());
            if (round >= 0)
            {
                figures[round] = each;
            }
        }

        double figure = Measure.Median(figures);
        return new Row("creation of a lock", Measure.Text(figure, "us"), "-", figure, "at most 20", figure <= 20);
    }

    private static Row Allocations()
    {
        const int Count = 10_000;
        using ProcessLock theLock = new();
        using ProcessRLock reentrant = new();
        using ProcessSemaphore semaphore = new();
        using ProcessEvent flag = new();
        using SharedValue<int> value = new();
        using EventPingPong events = new();
        Action<int> all = count => SynchronizationLoops.UseAll(theLock, reentrant, semaphore, flag, value, count);
        Warm(all);
        Repeat(events.RoundTrip, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        all(Count);
        for (int run = 0; run < 1000; run++)
        {
            events.RoundTrip();
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        return new Row("allocated for each operation", Measure.Text(bytes, "bytes"), "-", bytes, "0", bytes == 0);
    }

    private static Row NewRow(string name, (double Ours, double Peer, double Ratio) measured, string unit, string peer, double bar) => new(
        name,
        Measure.Text(measured.Ours, unit),
        $"{peer} {Measure.Text(measured.Peer, unit)}",
        measured.Ratio,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at most {bar}"),
        measured.Ratio <= bar);

    private static (double Ours, double Peer, double Ratio) InLoops(Action<int> ours, Action<int> peer, int rounds)
    {
        Warm(ours);
        Warm(peer);
        return Measure.InTurn(() => Time(ours), () => Time(peer), rounds);
    }

    /// <summary>Nanoseconds for one of many runs.</summary>
    private static double Time(Action<int> loop)
    {
        long began = Stopwatch.GetTimestamp();
        loop(Loop);
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / Loop;
    }

    private static void Repeat(Action action, int count)
    {
        for (int run = 0; run < count; run++)
        {
            action();
        }
    }

    /// <summary>Until the last tier of the compiler has seen it: that takes some calls, and a pause, twice.</summary>
    private static void Warm(Action<int> loop)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            for (int call = 0; call < 50; call++)
            {
                loop(100);
            }

            Thread.Sleep(250);
        }
    }

    /// <summary>Two processes that want one lock all the time.</summary>
    private sealed class Contest : IDisposable
    {
        private readonly ProcessPool _pool = new(2);
        private readonly ProcessLock _lock = new();
        private readonly ProcessBarrier _start = new(2);

        public Contest() => Warm(count => Run(count));

        /// <summary>Nanoseconds for one acquisition and its release, by whichever of the two.</summary>
        public double Run(int count)
        {
            Task<(long Began, long Ended)>[] contenders = [.. Enumerable.Range(0, 2).Select(_ => _pool.SynchronizationJobs.ContendAsync(_lock, _start, count))];
            Task.WaitAll(contenders);
            long ticks = contenders.Max(static contender => contender.Result.Ended) - contenders.Min(static contender => contender.Result.Began);
            return Stopwatch.GetElapsedTime(0, ticks).TotalNanoseconds / (2.0 * count);
        }

        public void Dispose()
        {
            _pool.Dispose();
            _lock.Dispose();
            _start.Dispose();
        }
    }
}
