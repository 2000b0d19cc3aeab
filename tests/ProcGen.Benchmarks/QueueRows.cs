using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>Queues: small items in steady flow, and large ones, against Python's and against a copy of memory.</summary>
internal static class QueueRows
{
    private const int Count = 200_000;

    public static Row[] All(bool isQuick)
    {
        int rounds = isQuick ? 5 : 15;
        using PythonPeer? python = PythonPeer.TryStart("messages.py");
        using Flow oneToOne = new(1, 1), manyToOne = new(4, 1), oneToMany = new(1, 4);
        List<Row> rows = [];
        Func<double> one = () => oneToOne.Run(Count);
        double each = Measure.Median(Enumerable.Range(0, rounds).Select(_ => one()));
        rows.Add(Row.Alone("queue, one to one, for each item", each, "ns", 400));
        if (python is not null)
        {
            rows.Add(Row.Against("queue, one to one", Measure.InTurn(one, () => 1000 * python.Ask($"queue 1 1 {Count / 4}"), rounds), "ns", "Python", 1.0 / 15));
        }

        rows.Add(Row.Against("queue, four to one", Measure.InTurn(() => manyToOne.Run(Count), one, rounds), "ns", "one to one", 2));
        rows.Add(Row.Against("queue, one to four", Measure.InTurn(() => oneToMany.Run(Count), one, rounds), "ns", "one to one", 2));
        rows.AddRange(Large(python, isQuick ? 5 : 11));
        rows.Add(Allocations());
        return [.. rows];
    }

    private static List<Row> Large(PythonPeer? python, int rounds)
    {
        using ProcessQueue<byte[]> queue = new(1);
        using ProcessQueue<bool> wanted = new(1);
        using QueueJobs.GiveProcess giver = new(queue, wanted, LargeCopies.Length);
        giver.Start();
        LargeCopies copies = new();
        Func<double> ours = LargeCopies.Warmed(LargeCopies.Timed(() =>
        {
            wanted.Put(true);
            queue.Get();
        }));
        List<Row> rows =
        [
            Row.Against("64 MiB through a queue", Measure.InTurn(ours, copies.IntoBuffer, rounds), "ms", "copy of memory", 2),
            Row.Against("64 MiB through a queue, as it is: into a new array", Measure.InTurn(ours, copies.IntoNew, rounds), "ms", "copy into a new array", 2),
        ];
        if (python is not null)
        {
            rows.Add(Row.Against("64 MiB, against Python's", Measure.InTurn(ours, () => python.Ask($"bytes {LargeCopies.Length} 2") / 1000, rounds), "ms", "Python", 0.25));
        }

        wanted.Complete();
        giver.Join();
        return rows;
    }

    private static Row Allocations()
    {
        using ProcessQueue<long> queue = new(10);
        for (int warm = 0; warm < 10_000; warm++)
        {
            queue.Put(warm);
            queue.Get();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            queue.Put(i);
            queue.Get();
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;
        return Row.Alone("allocated for each small item", bytes, "bytes", 0);
    }

    /// <summary>Processes that put and processes that take, there from the beginning.</summary>
    private sealed class Flow : IDisposable
    {
        private readonly ProcessPool _pool;
        private readonly ProcessBarrier _start;
        private readonly ProcessQueue<long> _queue = new(1024);

        public Flow(int producers, int consumers)
        {
            (Producers, Consumers) = (producers, consumers);
            _pool = new ProcessPool(producers + consumers);
            _start = new ProcessBarrier(producers + consumers);
            for (int warm = 0; warm < 5; warm++)
            {
                Run(Count);
            }
        }

        public int Producers { get; }

        public int Consumers { get; }

        /// <summary>Nanoseconds for each item.</summary>
        public double Run(int count)
        {
            Task<long>[] begun = [.. Enumerable.Range(0, Producers).Select(_ => _pool.QueueJobs.ProduceAsync(_queue, _start, count / Producers))];
            Task<long>[] ended = [.. Enumerable.Range(0, Consumers).Select(_ => _pool.QueueJobs.ConsumeAsync(_queue, _start, count / Consumers))];
            Task.WaitAll([.. begun, .. ended]);
            return Stopwatch.GetElapsedTime(begun.Min(static task => task.Result), ended.Max(static task => task.Result)).TotalNanoseconds / count;
        }

        public void Dispose()
        {
            _pool.Dispose();
            _start.Dispose();
            _queue.Dispose();
        }
    }
}
