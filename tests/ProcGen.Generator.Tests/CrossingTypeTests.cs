using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class CrossingTypeTests
{
    [Fact]
    public void Every_listed_type_of_the_platform_has_a_codec_that_compiles()
    {
        string[] types =
        [
            "bool", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "nint", "nuint", "char", "float", "double", "Half", "string", "string?", "decimal",
            "Int128", "UInt128", "System.Numerics.BigInteger", "System.Numerics.Complex", "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Uri", "Version",
            "System.Text.Rune", "Index", "Range", "int?", "DayOfWeek", "DayOfWeek?", "Guid?",
            "int[]", "string[]", "string?[]?", "bool[]", "DateTime[]", "int[][]", "int?[]", "int[,]", "string[,,]", "int[][,]", "DayOfWeek[]", "Guid[]",
            "Memory<byte>", "ReadOnlyMemory<char>", "Memory<string>", "ReadOnlyMemory<DateTime>", "ArraySegment<byte>", "ArraySegment<string>",
            "List<int>", "List<string>", "List<List<string?>?>", "IEnumerable<int>", "IReadOnlyCollection<string>", "IReadOnlyList<int>", "ICollection<int>", "IList<string>",
            "HashSet<string>", "SortedSet<string>", "ISet<int>", "IReadOnlySet<string>", "Queue<int>", "Stack<string>", "LinkedList<int>",
            "System.Collections.ObjectModel.ObservableCollection<string>", "System.Collections.ObjectModel.Collection<int>", "System.Collections.ObjectModel.ReadOnlyCollection<string>",
            "System.Collections.Immutable.ImmutableArray<string>", "System.Collections.Immutable.ImmutableList<int>", "System.Collections.Immutable.ImmutableHashSet<string>",
            "System.Collections.Immutable.ImmutableSortedSet<string>", "System.Collections.Immutable.ImmutableQueue<int>", "System.Collections.Immutable.ImmutableStack<string>",
            "System.Collections.Immutable.IImmutableList<int>", "System.Collections.Immutable.IImmutableSet<string>", "System.Collections.Frozen.FrozenSet<string>",
            "Dictionary<string, int[]>", "SortedDictionary<string, string?>", "SortedList<int, string>", "System.Collections.Concurrent.ConcurrentDictionary<string, string>",
            "IDictionary<string, int>", "IReadOnlyDictionary<string, string>", "System.Collections.ObjectModel.ReadOnlyDictionary<string, int>",
            "System.Collections.Immutable.ImmutableDictionary<string, string>", "System.Collections.Immutable.ImmutableSortedDictionary<string, int>",
            "System.Collections.Immutable.IImmutableDictionary<string, int>", "System.Collections.Frozen.FrozenDictionary<string, string>", "KeyValuePair<string, int>",
            "ValueTuple<int>", "(int, string)", "(int Id, string? Text)?", "(int, int, int)", "(int, int, int, string)", "(int, int, int, int, int)", "(int, int, int, int, int, int)",
            "(int, int, int, int, int, int, string)", "(int, int, int, int, int, int, int, string)", "(int, int, int, int, int, int, int, int, int, string Last)",
            "Tuple<int>", "Tuple<int, string>", "Tuple<int, int, int>", "Tuple<int, int, int, int>", "Tuple<int, int, int, int, int>", "Tuple<int, int, int, int, int, int>", "Tuple<int, int, int, int, int, int, string>",
            "Point", "Point[]", "List<Point>", "Memory<Point>", "Flagged[]", "List<Row>", "Dictionary<Row, List<(Row?, Point?)>>", "Pair<int, string>", "Pair<Row?, Pair<int, int>>", "Empty",
            "ProcessLock", "ProcessLock?", "ProcessRLock", "ProcessSemaphore", "ProcessBoundedSemaphore", "ProcessEvent", "ProcessCondition", "ProcessBarrier", "SharedMemory",
            "SharedValue<int>", "SharedValue<Point>?", "SharedArray<double>", "SharedArray<Flagged>", "SharedList", "ProcessLock[]", "List<SharedArray<int>?>",
            "Dictionary<string, ProcessEvent>", "(ProcessLock, SharedValue<long>)", "Pair<ProcessLock, SharedMemory?>",
            "ProcessQueue<int>", "ProcessQueue<Row>?", "JoinableProcessQueue<Point>", "ProcessQueue<List<Row?>>", "ProcessQueue<ProcessQueue<Row>>", "List<ProcessQueue<string?>>",
        ];
        string methods = string.Join("\n", types.Select((type, index) => $"[ProcessTarget] public static {type} Echo{index}({type} value) => value;"));

        GeneratorRun run = GeneratorRun.Of($$"""
            public static partial class Jobs
            {
                {{methods}}
            }
            public record struct Point(int X, int Y);
            public struct Flagged { public bool IsSet; public int Value; }
            public sealed record Row(int Id, string? Text);
            public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);
            public record Empty;
            """);

        run.CompilesStrictly();
        for (int i = 0; i < types.Length; i++)
        {
            Assert.True(run.Files["Jobs.Targets.g.cs"].Contains($"class Echo{i}Call", StringComparison.Ordinal), types[i]);
        }
    }

    [Fact]
    public void Arrays_of_types_whose_bits_are_all_values_travel_as_blocks()
    {
        GeneratorRun run = GeneratorRun.Of("""
            public static partial class Jobs
            {
                [ProcessTarget] public static void Blocks(int[] a, Point[] b, List<Guid> c, Memory<Mode> d) { }
                [ProcessTarget] public static void Items(bool[] a, Flagged[] b, List<decimal> c, Memory<DateTime> d, (int, int)[] e) { }
            }
            public record struct Point(int X, int Y);
            public struct Flagged { public bool IsSet; }
            public enum Mode { A, B }
            """);

        string text = run.Files["Jobs.Targets.g.cs"];
        string[] expected = ["UnmanagedArrayCodec<int>", "UnmanagedArrayCodec<global::Point>", "UnmanagedListCodec<global::System.Guid>", "UnmanagedMemoryCodec<global::Mode>",
            " global::ProcGen.Serialization.ArrayCodec<bool", ".ArrayCodec<global::Flagged", ".ListCodec<decimal", ".MemoryCodec<global::System.DateTime", ".ArrayCodec<(int, int)"];
        Assert.All(expected, each => Assert.Contains(each.TrimStart(), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Objects_come_back_as_they_were()
    {
        GeneratorRun.Of(Sources.Wire, """
            public static partial class Jobs
            {
                [ProcessTarget] public static Everything Echo(Everything value) => value;
                [ProcessTarget] public static Node? Tree(Node? node) => node;
                [ProcessTarget] public static Immutable Immutable(Immutable value) => value;
                [ProcessTarget] public static Derived Derived(Derived value) => value;
                [ProcessTarget] public static Base Base(Base value) => value;
                [ProcessTarget] public static Positional Positional(Positional value) => value;
                [ProcessTarget] public static Required Required(Required value) => value;
                [ProcessTarget] public static Hides Hides(Hides value) => value;
                [ProcessTarget] public static Pair<string, int?> Pair(Pair<string, int?> value) => value;
                [ProcessTarget] public static Outer.Inner Inner(Outer.Inner value) => value;
            }
            public sealed class Everything
            {
                public int Number { get; set; }
                public string? Text;
                internal DateTime Time { get; init; }
                public readonly int Computed => Number * 2;
                public List<int> Items { get; set; } = [];
                [System.Runtime.Serialization.IgnoreDataMember] public int Skipped { get; set; }
                [field: NonSerialized] public int SkippedToo { get; set; }
                [NonSerialized] public int SkippedField;
                private int _hidden = 1;
                public int Hidden() => _hidden;
                public static int Shared { get; set; }
                public int this[int index] => index;
                public string @class { get; set; } = "";
                public int _low;
            }
            public class Node { public int Value { get; set; } public Node? Left { get; set; } public Node? Right { get; set; } }
            public class Immutable
            {
                private readonly string _name;
                public Immutable(string name, int size) { _name = name; Size = size; }
                public Immutable(string name) : this(name, 0) { }
                public string Name => _name;
                public int Size { get; }
            }
            public class Base { public int A { get; set; } public virtual int V { get; set; } }
            public class Derived : Base { public int B { get; set; } public override int V { get; set; } }
            public record Positional(int X, string Y) { public int Z { get; init; } }
            public class Required { public required string Name { get; init; } public required int Number; }
            public class Hides : Base { public new string A { get; set; } = ""; }
            public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);
            public static class Outer { public readonly record struct Inner(int A, string B); }
            public static class Check
            {
                public static void Run()
                {
                    var all = Wire.Run(new Jobs.EchoCall(new Everything { Number = 4, Text = "t", Time = new DateTime(5), Items = { 1, 2 }, Skipped = 7, SkippedToo = 8, SkippedField = 9, @class = "k", _low = 3 }));
                    Wire.Equal(4, all.Number); Wire.Equal("t", all.Text); Wire.Equal(new DateTime(5), all.Time); Wire.Sequence(new[] { 1, 2 }, all.Items);
                    Wire.Equal(0, all.Skipped); Wire.Equal(0, all.SkippedToo); Wire.Equal(0, all.SkippedField); Wire.Equal("k", all.@class); Wire.Equal(3, all._low);
                    var tree = Wire.Run(new Jobs.TreeCall(new Node { Value = 1, Left = new Node { Value = 2 } }));
                    Wire.Equal(2, tree!.Left!.Value); Wire.Equal(null, tree.Right);
                    Wire.Equal(null, Wire.Run(new Jobs.TreeCall(null)));
                    var immutable = Wire.Run(new Jobs.ImmutableCall(new Immutable("n", 3)));
                    Wire.Equal("n", immutable.Name); Wire.Equal(3, immutable.Size);
                    var derived = Wire.Run(new Jobs.DerivedCall(new Derived { A = 1, B = 2, V = 3 }));
                    Wire.Equal(1, derived.A); Wire.Equal(2, derived.B); Wire.Equal(3, derived.V);
                    Wire.Equal(new Positional(1, "y") { Z = 3 }, Wire.Run(new Jobs.PositionalCall(new Positional(1, "y") { Z = 3 })));
                    var required = Wire.Run(new Jobs.RequiredCall(new Required { Name = "r", Number = 5 }));
                    Wire.Equal("r", required.Name); Wire.Equal(5, required.Number);
                    Wire.Equal("a", Wire.Run(new Jobs.HidesCall(new Hides { A = "a" })).A);
                    Wire.Equal(new Pair<string, int?>("a", null), Wire.Run(new Jobs.PairCall(new("a", null))));
                    Wire.Equal(new Outer.Inner(1, "b"), Wire.Run(new Jobs.InnerCall(new(1, "b"))));
                    try { Wire.Run(new Jobs.BaseCall(new Derived())); } catch (UnserializableValueException) { return; }
                    throw new Exception("a derived value crossed");
                }
            }
            """.Replace("public readonly int Computed", "public int Computed", StringComparison.Ordinal)).Execute();
    }

    [Fact]
    public void Constructors_are_chosen_by_what_they_cover()
    {
        GeneratorRun.Of(Sources.Wire, """
            using System.Diagnostics.CodeAnalysis;
            public static partial class Jobs
            {
                [ProcessTarget] public static Most Most(Most value) => value;
                [ProcessTarget] public static Setter Setter(Setter value) => value;
                [ProcessTarget] public static Wider Wider(Wider value) => value;
                [ProcessTarget] public static Mixed Mixed(Mixed value) => value;
            }
            public class Most { public Most(int a) { A = a; } public Most(int a, int b) { A = a; B = b; } public int A { get; } public int B { get; set; } }
            public class Setter { [SetsRequiredMembers] public Setter(string name) { Name = name; } public required string Name { get; init; } public int Other { get; set; } }
            public class Wider { public Wider(IEnumerable<int> items) { Items = items.ToList(); } public IReadOnlyList<int> Items { get; } }
            public record Mixed(int A) { public required string B { get; init; } public int C; }
            public static class Check
            {
                public static void Run()
                {
                    var most = Wire.Run(new Jobs.MostCall(new Most(1, 2))); Wire.Equal(1, most.A); Wire.Equal(2, most.B);
                    var setter = Wire.Run(new Jobs.SetterCall(new Setter("s") { Other = 3 })); Wire.Equal("s", setter.Name); Wire.Equal(3, setter.Other);
                    Wire.Sequence(new[] { 1, 2 }, Wire.Run(new Jobs.WiderCall(new Wider(new[] { 1, 2 }))).Items);
                    Wire.Equal(new Mixed(1) { B = "b", C = 4 }, Wire.Run(new Jobs.MixedCall(new Mixed(1) { B = "b", C = 4 })));
                }
            }
            """).Execute();
    }
}
