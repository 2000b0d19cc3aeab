using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using MessagePack;
using ProcGen.Serialization;
using OrderCodec = ProcGen.Generated.ProcGen_Benchmarks_InProcess_Order_Codec;

namespace ProcGen.Benchmarks.InProcess;

/// <summary>An order to bytes and back: generated code of ours, MessagePack-CSharp in the same format, System.Text.Json with generated code.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Codecs : IDisposable
{
    private readonly WireBuffer _buffer = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _ours;
    private readonly byte[] _packed = MessagePackSerializer.Serialize(Order.Sample);
    private readonly byte[] _text = JsonSerializer.SerializeToUtf8Bytes(Order.Sample, OrderJson.Default.Order);

    public Codecs()
    {
        _json = new Utf8JsonWriter(_bytes);
        WriteOurs();
        _ours = _buffer.WrittenSpan.ToArray();
    }

    [Benchmark(Baseline = true), BenchmarkCategory("write")]
    public int WriteOurs()
    {
        _buffer.Reset();
        WireWriter writer = new(_buffer);
        OrderCodec.Write(ref writer, Order.Sample);
        writer.Flush();
        return _buffer.Length;
    }

    [Benchmark, BenchmarkCategory("write")]
    public int WriteMessagePackCSharp()
    {
        _bytes.ResetWrittenCount();
        MessagePackSerializer.Serialize(_bytes, Order.Sample);
        return _bytes.WrittenCount;
    }

    [Benchmark, BenchmarkCategory("write")]
    public int WriteSystemTextJson()
    {
        _bytes.ResetWrittenCount();
        _json.Reset(_bytes);
        JsonSerializer.Serialize(_json, Order.Sample, OrderJson.Default.Order);
        return _bytes.WrittenCount;
    }

    [Benchmark(Baseline = true), BenchmarkCategory("read")]
    public Order? ReadOurs()
    {
        WireReader reader = new(_ours);
        return OrderCodec.Read(ref reader);
    }

    [Benchmark, BenchmarkCategory("read")]
    public Order ReadMessagePackCSharp() => MessagePackSerializer.Deserialize<Order>(_packed);

    [Benchmark, BenchmarkCategory("read")]
    public Order? ReadSystemTextJson() => JsonSerializer.Deserialize(_text, OrderJson.Default.Order);

    [GlobalCleanup]
    public void Dispose()
    {
        _buffer.Dispose();
        _json.Dispose();
        GC.SuppressFinalize(this);
    }
}
