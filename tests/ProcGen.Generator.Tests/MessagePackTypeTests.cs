using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class MessagePackTypeTests
{
    [Fact]
    public void Keyed_types_cross_by_their_keys()
    {
        GeneratorRun.Of(Sources.Wire, """
            using MessagePack;
            using MessagePack.Formatters;
            public static partial class Jobs
            {
                [ProcessTarget] public static Gaps Gaps(Gaps value) => value;
                [ProcessTarget] public static Named Named(Named value) => value;
                [ProcessTarget] public static ByText ByText(ByText value) => value;
                [ProcessTarget] public static Made Made(Made value) => value;
                [ProcessTarget] public static Odd Odd(Odd value) => value;
                [ProcessTarget] public static WithMember WithMember(WithMember value) => value;
                [ProcessTarget] public static Shape Shape(Shape value) => value;
                [ProcessTarget] public static IThing? Thing(IThing? value) => value;
            }
            [MessagePackObject] public class Gaps { [Key(0)] public int A { get; set; } [Key(3)] public string? B { get; set; } [IgnoreMember] public int C { get; set; } }
            [MessagePackObject(true)] public class Named { public int A { get; set; } [Key("bee")] public string? B { get; set; } }
            [MessagePackObject] public record ByText([property: Key("x")] int X, [property: Key("y \"z\"")] string Y);
            [MessagePackObject] public class Made { [SerializationConstructor] public Made(int a) { A = a; } public Made() { } [Key(1)] public int A { get; } }
            [MessagePackFormatter(typeof(OddFormatter))] public sealed class Odd { public int Value { get; init; } }
            public sealed class OddFormatter : IMessagePackFormatter<Odd?>
            {
                public void Serialize(ref MessagePackWriter writer, Odd? value, MessagePackSerializerOptions options) => writer.Write(value!.Value + 1);
                public Odd? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new Odd { Value = reader.ReadInt32() - 1 };
            }
            public sealed class TwiceFormatter : IMessagePackFormatter<int>
            {
                public void Serialize(ref MessagePackWriter writer, int value, MessagePackSerializerOptions options) => writer.Write(value * 2);
                public int Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadInt32() / 2;
            }
            public class WithMember { [MessagePackFormatter(typeof(TwiceFormatter))] public int Value { get; set; } }
            [Union(0, typeof(Circle))] [Union(7, typeof(Group))] public abstract record Shape;
            public sealed record Circle(double Radius) : Shape;
            public sealed record Group(List<Shape> Parts) : Shape;
            [Union(0, typeof(Thing))] [Union(1, typeof(Value))] public interface IThing { }
            public class Thing : IThing { public IThing? Next { get; set; } }
            public record struct Value(int Number) : IThing;
            public sealed class Undeclared : IThing { }
            public static class Check
            {
                public static void Run()
                {
                    var gaps = Wire.Run(new Jobs.GapsCall(new Gaps { A = 1, B = "b", C = 9 })); Wire.Equal(1, gaps.A); Wire.Equal("b", gaps.B); Wire.Equal(0, gaps.C);
                    var named = Wire.Run(new Jobs.NamedCall(new Named { A = 1, B = "b" })); Wire.Equal(1, named.A); Wire.Equal("b", named.B);
                    Wire.Equal(new ByText(1, "y"), Wire.Run(new Jobs.ByTextCall(new ByText(1, "y"))));
                    Wire.Equal(4, Wire.Run(new Jobs.MadeCall(new Made(4))).A);
                    Wire.Equal(5, Wire.Run(new Jobs.OddCall(new Odd { Value = 5 })).Value);
                    Wire.Equal(6, Wire.Run(new Jobs.WithMemberCall(new WithMember { Value = 6 })).Value);
                    var group = (Group)Wire.Run(new Jobs.ShapeCall(new Group([new Circle(1.5), new Group([])])));
                    Wire.Equal(new Circle(1.5), group.Parts[0]); Wire.Equal(0, ((Group)group.Parts[1]).Parts.Count);
                    Wire.Equal(new Value(3), ((Thing)Wire.Run(new Jobs.ThingCall(new Thing { Next = new Value(3) }))!).Next);
                    Wire.Equal(null, Wire.Run(new Jobs.ThingCall(null)));
                    try { Wire.Run(new Jobs.ThingCall(new Undeclared())); } catch (UnserializableValueException) { return; }
                    throw new Exception("an undeclared type crossed");
                }
            }
            """).Execute();
    }

    [Fact]
    public void Formatters_may_ask_for_those_of_simple_types_and_their_failures_are_told()
    {
        GeneratorRun run = GeneratorRun.Of(Sources.Wire, """
            using MessagePack;
            using MessagePack.Formatters;
            using ProcGen.Serialization;
            public static partial class Jobs
            {
                [ProcessTarget] public static Whole Whole(Whole value) => value;
                [ProcessTarget] public static Bad Bad(Bad value) => value;
            }
            [MessagePackFormatter(typeof(WholeFormatter))] public sealed record Whole(List<int>? Items);
            public sealed class WholeFormatter : IMessagePackFormatter<Whole?>
            {
                public void Serialize(ref MessagePackWriter writer, Whole? value, MessagePackSerializerOptions options)
                {
                    writer.WriteArrayHeader(value!.Items!.Count);
                    foreach (int item in value.Items) { options.Resolver.GetFormatterWithVerify<int>().Serialize(ref writer, item, options); }
                }
                public Whole? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
                {
                    List<int> items = [];
                    for (int count = reader.ReadArrayHeader(); count > 0; count--) { items.Add(options.Resolver.GetFormatterWithVerify<int>().Deserialize(ref reader, options)); }
                    return new Whole(items);
                }
            }
            [MessagePackFormatter(typeof(BadFormatter))] public readonly record struct Bad(int Kind);
            public sealed class BadFormatter : IMessagePackFormatter<Bad>
            {
                public void Serialize(ref MessagePackWriter writer, Bad value, MessagePackSerializerOptions options)
                {
                    if (value.Kind == 0) { throw new TimeoutException("no time"); }
                    writer.Write(value.Kind); writer.Write(value.Kind);
                }
                public Bad Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
                    reader.ReadInt32() is var kind && kind == 1 ? new Bad(kind) : throw new TimeoutException("no time");
            }
            public static class Check
            {
                public static void Run()
                {
                    Wire.Sequence([1, -2, 300_000], Wire.Run(new Jobs.WholeCall(new Whole([1, -2, 300_000]))).Items);
                    Wire.Equal(null, Wire.Run(new Jobs.WholeCall(null!)));
                    Contains("no time", Caught<UnserializableValueException>(0).Message);
                    Contains("left bytes over", Caught<ProtocolException>(1).Message);
                    Contains("no time", Caught<ProtocolException>(2).Message);
                }
                private static TException Caught<TException>(int kind) where TException : Exception
                {
                    try { Wire.Run(new Jobs.BadCall(new Bad(kind))); } catch (TException exception) { return exception; }
                    throw new Exception($"{typeof(TException)} was not thrown");
                }
                private static void Contains(string part, string text) { if (!text.Contains(part)) { throw new Exception(text); } }
            }
            """);
        run.Execute();
        Assert.Contains("ProcGen.Formatters.g.cs", run.Files.Keys);
    }

    [Fact]
    public void Without_a_formatter_nothing_is_printed_that_needs_MessagePack()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using MessagePack;
            public static partial class Jobs { [ProcessTarget] public static Keyed Echo(Keyed value) => value; }
            [MessagePackObject] public class Keyed { [Key(0)] public int A { get; set; } }
            """).CompilesStrictly();
        Assert.DoesNotContain("MessagePack.", run.AllText, StringComparison.Ordinal);
    }
}
