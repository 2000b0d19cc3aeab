using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace ProcGen.Benchmarks.InProcess;

/// <summary>An item put and taken by the same thread: the ring in shared memory, and a channel of one process.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Queues : IDisposable
{
    private readonly ProcessQueue<long> _queue = new(16);
    private readonly ProcessQueue<Order> _orders = new(16);
    private readonly Channel<long> _channel = Channel.CreateBounded<long>(16);
    private readonly Channel<Order> _orderChannel = Channel.CreateBounded<Order>(16);

    [Benchmark(Baseline = true), BenchmarkCategory("number")]
    public long ProcessQueueOfNumbers()
    {
        _queue.Put(1);
        return _queue.Get();
    }

    [Benchmark, BenchmarkCategory("number")]
    public long ChannelOfNumbers() => _channel.Writer.TryWrite(1) && _channel.Reader.TryRead(out long number) ? number : 0;

    [Benchmark(Baseline = true), BenchmarkCategory("order")]
    public Order ProcessQueueOfOrders()
    {
        _orders.Put(Order.Sample);
        return _orders.Get();
    }

    /// <summary>Nothing is copied here: it is the same order.</summary>
    [Benchmark, BenchmarkCategory("order")]
    public Order? ChannelOfOrders() => _orderChannel.Writer.TryWrite(Order.Sample) && _orderChannel.Reader.TryRead(out Order? order) ? order : null;

    [GlobalCleanup]
    public void Dispose()
    {
        _queue.Dispose();
        _orders.Dispose();
        GC.SuppressFinalize(this);
    }
}
