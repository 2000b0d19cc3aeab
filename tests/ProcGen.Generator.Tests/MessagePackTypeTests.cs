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
}
