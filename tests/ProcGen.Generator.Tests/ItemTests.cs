using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

/// <summary>What queues, connections and listeners are said to carry anywhere in a program.</summary>
public class ItemTests
{
    private const string Order = "public sealed record Order(int Number, string? Customer);";
    private const string OrderIsAdded = "ItemCodecs.Add<global::Order?, global::ProcGen.Generated.Order_Codec>();";

    [Theory]
    [InlineData("class C { void M() { var queue = new ProcessQueue<Order>(10); } }")]
    [InlineData("class C { ProcessQueue<Order> _queue = new(10); }")]
    [InlineData("class C { void M(ProcessQueue<Order?>? queue) { } }")]
    [InlineData("class C { void M(ProcessQueueBase<Order> queue) { } }")]
    [InlineData("class C { object M() => new JoinableProcessQueue<Order> { Redeliver = true }; }")]
    [InlineData("class C { ProcessQueue<Order> M() => ProcessQueue<Order>.Open(\"orders\"); }")]
    [InlineData("class C { void M() { var (first, second) = ProcessPipe.Create<Order>(); } }")]
    [InlineData("class C { void M() { var ends = ProcGen.ProcessPipe.Create<Order>(duplex: false); } }")]
    [InlineData("class C { void M() { var ends = global::ProcGen.ProcessPipe.Create<Order>(); } }")]
    [InlineData("using static ProcGen.ProcessPipe; class C { void M() { var ends = Create<Order>(); } }")]
    [InlineData("class C { object M() => new ProcessListener<Order>(\"@name\"); }")]
    [InlineData("class C { object M() => ProcessClient.Connect<Order>(\"@name\"); }")]
    [InlineData("class C { async Task<object> M() => await ProcessClient.ConnectAsync<Order>(\"@name\"); }")]
    [InlineData("class C { Func<string, ConnectionOptions?, object> M() => ProcessClient.Connect<Order>; }")]
    [InlineData("class C { List<Connection<Order>?> _connections = []; }")]
    [InlineData("using Orders = ProcGen.ProcessQueue<Order>; class C { object M() => new Orders(1); }")]
    [InlineData("class C { Type M() => typeof(ProcessQueue<Order>); }")]
    [InlineData("record Box<T>(ProcessQueue<T> Queue); class C { Box<Order> M() => new(new ProcessQueue<Order>(1)); }")]
    [InlineData("class C<T> { static ProcessQueue<T> Make() => new(1); static void M() { ProcessQueue<Order> queue = C<Order>.Make(); } }")]
    [InlineData("class C { void M() { Action a = () => { void Local() { _ = new ProcessQueue<Order>(1); } Local(); }; } }")]
    public void Its_codec_is_written_wherever_it_is_named(string source)
    {
        GeneratorRun run = GeneratorRun.Of(source, Order).CompilesStrictly();
        Assert.Equal(["ProcGen.Codecs.Order.g.cs", "ProcGen.Table.g.cs"], run.Files.Keys);
        Assert.Contains(OrderIsAdded, run.Files["ProcGen.Table.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ProcessQueue<ProcessLock>", "<global::ProcGen.ProcessLock?, global::ProcGen.Serialization.SharedObjectCodec<global::ProcGen.ProcessLock>>")]
    [InlineData("Connection<SharedArray<int>[]>", "<global::ProcGen.SharedArray<int>?[]?, global::ProcGen.Serialization.ArrayCodec<global::ProcGen.SharedArray<int>?, global::ProcGen.Serialization.SharedObjectCodec<global::ProcGen.SharedArray<int>>>>")]
    [InlineData("Connection<Connection<int>>", "<global::ProcGen.Connection<int>?, global::ProcGen.Serialization.SharedChannelCodec<global::ProcGen.Connection<int>, int, global::ProcGen.Serialization.Int32Codec>>")]
    [InlineData("Connection<ProcessQueue<string>>", "<global::ProcGen.ProcessQueue<string?>?, global::ProcGen.Serialization.SharedChannelCodec<global::ProcGen.ProcessQueue<string?>, string?, global::ProcGen.Serialization.StringCodec>>")]
    [InlineData("ProcessQueue<(Order, DayOfWeek)?>", "<(global::Order?, global::System.DayOfWeek)?, ")]
    public void Handles_and_compositions_are_items(string type, string added)
    {
        GeneratorRun run = GeneratorRun.Of($"class C {{ {type}? _field; }}", Order).CompilesStrictly();
        Assert.Contains("ItemCodecs.Add" + added, run.Files["ProcGen.Table.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class C<T> { ProcessQueue<T>? _queue; Connection<List<T>>? _list; Connection<T[]>? _array; Connection<Inner>? _inner; Connection<Empty<T>>? _empty; record Inner(int A); } record Empty<T>;")]
    [InlineData("class C { ProcessQueue<T> Make<T>() => new(1); object Pipe<T>() => ProcessPipe.Create<T>(); Type Open => typeof(ProcessQueue<>); }")]
    [InlineData("/// <summary><see cref=\"ProcessQueue{Order}\"/></summary>\npublic class C { }")]
    [InlineData("namespace Other { class ProcessQueue<T> { } class Connection<T> { } static class Factory { public static T? Create<T>() => default; public static T? Connect<T>() => default; } class C { Connection<Order>? _one; ProcessQueue<Order>? _two; object? M() => Factory.Create<Order>() ?? Factory.Connect<Order>(); } }")]
    [InlineData("class C { ProcessQueue<System.IO.Stream>? _queue; Connection<Action>? _connection; ProcessListener<object>? _listener; }")]
    [InlineData("class C { ProcessQueue<Hidden>? _queue; record Hidden(int A); }")]
    [InlineData("class C { Connection<Holder>? _connection; } record Holder(Action Callback);")]
    public void What_is_open_or_foreign_or_cannot_cross_is_left_out(string source) => Assert.Empty(GeneratorRun.Of(source, Order).CompilesStrictly().Files);

    [Fact]
    public void What_is_unknown_to_the_compiler_is_left_out() => Assert.Empty(GeneratorRun.Of("class C { ProcessQueue<Unknown>? _queue; Connection<List<Unknown>>? _connection; }").Files);

    [Fact]
    public void What_a_target_names_as_well_is_written_once()
    {
        const string Jobs = "public static partial class Jobs { [ProcessTarget] public static void Work(ProcessQueue<Order> orders) { } }";
        GeneratorRun named = GeneratorRun.Of(Jobs, Order, "class C { object A() => new ProcessQueue<Order>(1); object B() => ProcessPipe.Create<Order>(); }").CompilesStrictly();
        Assert.Equal(GeneratorRun.Of(Jobs, Order).Files, named.Files);
    }

    [Fact]
    public void The_order_of_places_does_not_show()
    {
        const string Others = "record Aa(int A); record Zz(DayOfWeek[] Z);";
        GeneratorRun one = GeneratorRun.Of("class A { ProcessQueue<Zz>? _z; Connection<Aa>? _a; }", "class B { ProcessQueue<Order>? _o; Connection<Zz>? _z; }", Order, Others);
        GeneratorRun other = GeneratorRun.Of(Others, Order, "class B { Connection<Zz>? _z; ProcessQueue<Order>? _o; }", "class A { Connection<Aa>? _a; }");
        Assert.Equal(one.Files, other.Files);
    }

    [Fact]
    public void A_change_of_an_item_changes_the_hash_of_the_build()
    {
        const string Named = "class C { ProcessQueue<Order>? _orders; }";
        Assert.NotEqual(GeneratorRun.Of(Named, Order).Files["ProcGen.Table.g.cs"], GeneratorRun.Of(Named, "public sealed record Order(int Number);").Files["ProcGen.Table.g.cs"]);
    }

    [Fact]
    public void Items_with_formatters_have_what_those_need() => GeneratorRun.Of("""
        using MessagePack;
        using MessagePack.Formatters;
        [MessagePackFormatter(typeof(OwnFormatter))] public sealed class Own { public int Value; }
        public sealed class OwnFormatter : IMessagePackFormatter<Own?>
        {
            public void Serialize(ref MessagePackWriter writer, Own? value, MessagePackSerializerOptions options) => writer.Write(value!.Value + 1);
            public Own? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new() { Value = reader.ReadInt32() - 1 };
        }
        public static class Check
        {
            public static void Run()
            {
                var (first, second) = ProcessPipe.Create<Own>();
                using (first)
                using (second)
                {
                    first.Send(new Own { Value = 3 });
                    if (second.Receive().Value != 3) throw new Exception("not what was sent");
                }
            }
        }
        """).Execute();

    [Fact]
    public void What_is_made_in_generic_code_is_served_by_what_is_named_elsewhere() => GeneratorRun.Of(Order, """
        public static class Check
        {
            public static Type Named => typeof(ProcessQueue<Order>);

            public static void Run()
            {
                if (Through(new Order(1, "a")) != new Order(1, "a")) throw new Exception("not what was put");
                if (Through<Order?>(null) is not null) throw new Exception("not null");
            }

            private static T Through<T>(T item)
            {
                using ProcessQueue<T> queue = new(1);
                queue.Put(item);
                return queue.Get();
            }
        }
        """).Execute();
}
