namespace ProcGen.Benchmarks;

/// <summary>A thousand locks, and a thousand queues, that are there at the same time.</summary>
internal static class ManyRows
{
    private const int Count = 1000;
    private const int Operations = 200_000;

    public static IEnumerable<Row> All(bool isQuick)
    {
        int rounds = isQuick ? 5 : 15;
        using ProcessLock theLock = new();
        using ProcessQueue<long> queue = new(16);
        Action operateLock = () =>
        {
            for (int run = 0; run < Operations; run++)
            {
                theLock.Acquire().Dispose();
            }
        };
        Action operateQueue = () =>
        {
            for (int run = 0; run < Operations; run++)
            {
                queue.Put(run);
                queue.Get();
            }
        };
        return
        [
            .. Of("locks", static () => new ProcessLock(), operateLock, most: 20, rounds),
            .. Of("queues", static () => new ProcessQueue<long>(16), operateQueue, most: null, rounds),
        ];
    }

    /// <summary>With them and without them, in turn.</summary>
    private static Row[] Of<T>(string name, Func<T> make, Action operate, double? most, int rounds)
        where T : IDisposable
    {
        List<(double Many, double One)> operations = [];
        List<double> creations = [], memory = [];
        T[] made = new T[Count];
        Measure.Time(operate, 3);
        Thread.Sleep(250);
        for (int round = -2; round < rounds; round++)
        {
            double before = ProcessMemory.OwnKibibytes();
            double creation = Measure.Time(() => Make(made, make), 1) / Count;
            double grown = ProcessMemory.OwnKibibytes() - before;
            double many = Measure.Time(operate, 1) / Operations;
            Array.ForEach(made, static each => each.Dispose());
            double one = Measure.Time(operate, 1) / Operations;
            if (round >= 0)
            {
                operations.Add((many * 1000, one * 1000));
                creations.Add(creation);
            }

            // What is freed is kept for the next, so that only the first round shows it.
            memory.Add(grown / Count);
        }

        return
        [
            Row.Alone($"{Count} {name} at once: creation of each", Measure.Median(creations), "us", most),
            Row.Alone($"{Count} {name} at once: memory of each", memory[0], "KiB", null),
            Row.Against($"{Count} {name} at once: an operation of another", Paired.Of(operations), "ns", "without them", 1.2),
        ];
    }

    private static void Make<T>(T[] made, Func<T> make)
    {
        for (int each = 0; each < made.Length; each++)
        {
            made[each] = make();
        }
    }
}
