using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class TargetTests
{
    [Fact]
    public void Every_kind_of_return_runs()
    {
        GeneratorRun.Of(Sources.Wire, """
            public static partial class Jobs
            {
                public static int Seen;
                [ProcessTarget] public static void Nothing(int value) => Seen = value;
                [ProcessTarget] public static int Value(int value) => value + 1;
                [ProcessTarget] public static async Task NothingAsync2(int value) { await Task.Yield(); Seen = value; }
                [ProcessTarget] public static async Task<int> TaskAsync(int value) { await Task.Yield(); return value + 2; }
                [ProcessTarget] public static ValueTask Later(int value) { Seen = value; return default; }
                [ProcessTarget] public static ValueTask<int> LaterValueAsync(int value) => new(value + 3);
                [ProcessTarget] public static async IAsyncEnumerable<int> StreamAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
                {
                    for (int i = 0; i < count; i++) { await Task.Yield(); yield return i; }
                }
            }
            public static class Check
            {
                public static void Run() => RunAsync().GetAwaiter().GetResult();
                private static async Task RunAsync()
                {
                    ITargetExecutor executor = new InlineExecutor();
                    executor.Jobs.Nothing(1); Wire.Equal(1, Jobs.Seen);
                    await executor.Jobs.NothingAsync(2); Wire.Equal(2, Jobs.Seen);
                    Wire.Equal(4, executor.Jobs.Value(3));
                    Wire.Equal(5, await executor.Jobs.ValueAsync(value: 4));
                    await executor.Jobs.NothingAsync2Async(6); Wire.Equal(6, Jobs.Seen);
                    Wire.Equal(9, await executor.Jobs.TaskAsync(7)); Wire.Equal(9, executor.Jobs.Task(7));
                    await executor.Jobs.LaterAsync(8); Wire.Equal(8, Jobs.Seen);
                    Wire.Equal(11, await executor.Jobs.LaterValueAsync(8));
                    List<int> items = []; await foreach (int item in executor.Jobs.StreamAsync(3)) items.Add(item);
                    Wire.Sequence(new[] { 0, 1, 2 }, items);
                    Wire.Sequence(new[] { 2, 3 }, executor.Jobs.MapValue(new[] { 1, 2 }));
                    executor.Jobs.MapNothing([1, 5]); Wire.Equal(5, Jobs.Seen);
                    items.Clear(); await foreach (int item in executor.Jobs.MapTaskAsync([1, 2], new MapOptions { Ordered = false })) items.Add(item);
                    Wire.Equal(7, items.Sum());
                    await executor.Jobs.MapLaterAsync(executor.Jobs.StreamAsync(3)); Wire.Equal(2, Jobs.Seen);
                    Wire.Equal(8, Wire.Run(new Jobs.ValueCall(7)));
                    Wire.Run(new Jobs.NothingCall(12)); Wire.Equal(12, Jobs.Seen);
                }
            }
            """).Execute();
    }

    [Fact]
    public void Tokens_and_progress_are_wired_and_not_written()
    {
        GeneratorRun run = GeneratorRun.Of(Sources.Wire, """
            public static partial class Jobs
            {
                [ProcessTarget] public static string Work(IProgress<int> first, string text, CancellationToken token, IProgress<Row?>? second = null)
                {
                    first.Report(1); second?.Report(new Row(text)); return text + token.IsCancellationRequested;
                }
                [ProcessTarget] public static void WithParams(CancellationToken progress, IProgress<double>? progressWanted = null, params string[] reader) { }
            }
            public sealed record Row(string Text);
            public sealed class Collect<T> : IProgress<T> { public List<T> Values { get; } = []; public void Report(T value) => Values.Add(value); }
            public static class Check
            {
                public static void Run()
                {
                    ITargetExecutor executor = new InlineExecutor();
                    Collect<int> numbers = new(); Collect<Row?> rows = new();
                    Wire.Equal("aFalse", executor.Jobs.Work(numbers, "a", default, rows));
                    Wire.Equal(1, numbers.Values.Single()); Wire.Equal(new Row("a"), rows.Values.Single());
                    executor.Jobs.WithParams(default, null, "a", "b");
                    Wire.Again(new Jobs.WorkCall(numbers, "t", null));
                }
            }
            """);
        run.Execute();
        Assert.Contains("RunAsync(global::System.IProgress<int> first, string text, global::System.Threading.CancellationToken token, global::System.IProgress<global::Row?>? second = null)", run.AllText, StringComparison.Ordinal);
        Assert.Contains("CancelWith(token);", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_of_every_kind_and_depth_can_hold_targets()
    {
        GeneratorRun.Of(Sources.Wire, """
            namespace Deep.Space
            {
                public class Jobs<T> { }
                public static partial class Jobs { [ProcessTarget] public static int One() => 1; }
                public partial class C { internal partial struct S { public partial record R { protected internal partial interface I { partial record struct Q { [ProcessTarget] public static int Two() => 2; } } } } }
                internal partial interface IJobs { [ProcessTarget] static int Three() => 3; }
                public partial record Outer { public static partial class Jobs { [ProcessTarget] public static int Four() => 4; } }
                public readonly partial struct Struct { [ProcessTarget] internal static int Five() => 5; }
                internal static partial class Hidden { [ProcessTarget] public static int Six(Secret secret) => secret.Value; }
                internal sealed record Secret(int Value);
            }
            partial class Bare { [ProcessTarget] internal static int Seven() => 7; }
            public static partial class Reach
            {
                [ProcessTarget] private static int Eight() => 8;
                public static int CallEight() => Wire.Run(new EightCall());
            }
            public partial class Open { [ProcessTarget] protected static int Nine() => 9; }
            """, """
            using Deep.Space;
            public static class Check
            {
                public static void Run()
                {
                    ITargetExecutor executor = new InlineExecutor();
                    Wire.Equal(1, executor.Jobs.One());
                    Wire.Equal(2, executor.Q.Two());
                    Wire.Equal(3, executor.IJobs.Three());
                    Wire.Equal(4, executor.OuterJobs.Four());
                    Wire.Equal(5, executor.Struct.Five());
                    Wire.Equal(6, executor.Hidden.Six(new Secret(6)));
                    Wire.Equal(7, executor.Bare.Seven());
                    Wire.Equal(8, Reach.CallEight());
                }
            }
            """).Execute();
    }

    [Fact]
    public void Keywords_can_be_names()
    {
        GeneratorRun.Of(Sources.Wire, """
            namespace @namespace.@event
            {
                public static partial class @class
                {
                    [ProcessTarget] public static int @int(int @params, @struct @ref, int from = 2, @enum @default = @enum.@in) => @params + @ref.@out + from;
                    [ProcessTarget] public static string value(string _, string reader, string writer, string context, string cancellationToken, string item, string _executor, string __) => _ + reader;
                    [ProcessTarget] public static int record(int Item2, int ToString, int Rest) => Item2;
                }
                public record struct @struct(int @out);
                public enum @enum { @in }
                public static partial class @record { [ProcessTarget] public static void @await() { } }
                public static class Check
                {
                    public static void Run()
                    {
                        ITargetExecutor executor = new InlineExecutor();
                        Wire.Equal(6, executor.@class.@int(1, new(3)));
                        Wire.Equal(6, Wire.Run(new @class.intCall(1, new(3), 2, @enum.@in)));
                        Wire.Sequence(new[] { 6 }, executor.@class.Mapint([(1, new(3), 2, @enum.@in)]));
                        Wire.Equal("ab", executor.@class.value("a", "b", "", "", "", "", "", ""));
                        Wire.Sequence(new[] { 1 }, executor.@class.Maprecord([(1, 2, 3)]));
                        executor.@record.@await();
                    }
                }
            }
            """).Execute("namespace.event.Check");
    }

    [Fact]
    public void Names_tell_overloads_apart()
    {
        GeneratorRun run = GeneratorRun.Of(Sources.Wire, """
            public static partial class Jobs
            {
                [ProcessTarget] public static int Get(int value) => value;
                [ProcessTarget(Name = "GetText")] public static string Get(string value) => value;
                public static bool Get(bool value) => value;
            }
            public static class Check
            {
                public static void Run()
                {
                    ITargetExecutor executor = new InlineExecutor();
                    Wire.Equal(1, executor.Jobs.Get(1));
                    Wire.Equal("a", executor.Jobs.GetText("a"));
                }
            }
            """);
        run.Execute();
        Assert.Contains("\"Jobs.GetText\"", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_files_and_members_does_not_show()
    {
        string[] files =
        [
            "public static partial class Jobs { [ProcessTarget] public static void B(Row row) { } }",
            "public static partial class Jobs { [ProcessTarget] public static void A(Row row) { } [ProcessTarget] public static Other C() => new(); }",
            "public static partial class Jobs { public static void D() { } } public partial class Row { public int X { get; set; } }",
            "public partial class Row { public int A { get; set; } public Other? O { get; set; } }",
            "public class Other { public int M { get; set; } } namespace Second { public static partial class Jobs { [ProcessTarget] public static void B() { } } }",
            "[ProcessException] public class Oops : Exception { public Oops(string message) : base(message) { } }",
        ];
        GeneratorRun expected = GeneratorRun.Of(files).CompilesStrictly();
        Assert.Single(expected.Files.Keys, static name => name == "Jobs.Targets.g.cs");

        int[][] orders = [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3], [3, 1, 5, 0, 2, 4]];
        foreach (int[] order in orders)
        {
            Assert.Equal(expected.Files, GeneratorRun.Of([.. order.Select(index => files[index])]).Files);
        }
    }

    [Fact]
    public void Targets_of_a_library_can_be_called_by_the_program()
    {
        GeneratorRun library = GeneratorRun.Of(ProjectOptions.Default with { AssemblyName = "The.Library-1" }, """
            namespace Library;
            public static partial class LibraryJobs { [ProcessTarget] public static Row Double(Row row) => new(row.Value * 2); }
            public sealed record Row(int Value);
            """).CompilesStrictly();

        GeneratorRun program = GeneratorRun.Of(ProjectOptions.Default with { References = [library.Output.ToReference()] }, """
            using Library;
            public static partial class Jobs { [ProcessTarget] public static Row Same(Row row) => row; }
            public static class Check { public static object Call(ProcessPool pool, ITargetExecutor executor) => executor.LibraryJobs.Double(new Row(2)); }
            """).CompilesStrictly();

        Assert.Contains("class Targets_The_Library_1", library.AllText, StringComparison.Ordinal);
        Assert.Contains("struct Library_Row_Codec", program.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Friend_assemblies_can_have_codecs_for_the_same_types()
    {
        GeneratorRun library = GeneratorRun.Of(ProjectOptions.Default with { AssemblyName = "Library" }, """
            [assembly: InternalsVisibleTo("Sample")]
            public static partial class LibraryJobs { [ProcessTarget] public static Row Same(Row row) => row; }
            public sealed record Row(int Value);
            """);
        GeneratorRun.Of(ProjectOptions.Default with { References = [library.Output.ToReference()] }, """
            public static partial class Jobs { [ProcessTarget] public static List<Row> Same(Row row) => [row]; }
            """).CompilesStrictly();
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp14, NullableContextOptions.Disable)]
    [InlineData(LanguageVersion.CSharp13, NullableContextOptions.Enable)]
    [InlineData(LanguageVersion.CSharp13, NullableContextOptions.Disable)]
    public void Other_projects_compile_as_well(LanguageVersion version, NullableContextOptions nullable)
    {
        GeneratorRun run = GeneratorRun.Of(ProjectOptions.Default with { LanguageVersion = version, Nullable = nullable }, """
            public static partial class Jobs
            {
                [ProcessTarget] public static Row Same(Row row, string text = null, List<string> names = null, IProgress<string> progress = null) => row;
                [ProcessTarget] public static async IAsyncEnumerable<Dictionary<string, Row[]>> StreamAsync((string A, Row B) pair) { await Task.Yield(); yield break; }
                [Obsolete] [ProcessTarget] public static void Old(OldRow row) { }
            }
            public class Row { public string Name { get; set; } public Row Next { get; set; } }
            [Obsolete] public class OldRow { }
            public partial class Greeter : ChildProcess { public string Who; [ProcessTarget] public override void Run() { } }
            """).CompilesStrictly();

        Assert.Equal(version == LanguageVersion.CSharp14, run.AllText.Contains("extension(", StringComparison.Ordinal));
        Assert.Equal(version == LanguageVersion.CSharp13, run.AllText.Contains("Jobs(this global::ProcGen.ITargetExecutor executor)", StringComparison.Ordinal));
    }

    [Fact]
    public void Documentation_is_passed_on()
    {
        GeneratorRun run = GeneratorRun.Of("""
            public static partial class Jobs
            {
                /// <summary>
                ///   Counts <c>things</c> of <see cref="Jobs"/> &amp; more.
                ///   Twice.
                /// </summary>
                /// <param name="from">The <paramref name="to"/> less.</param>
                [ProcessTarget] public static int Count(int @from, int to) => to;
                /// <summary>Broken <b>.</summary>
                [ProcessTarget] public static int Broken() => 1;
            }
            """).CompilesStrictly();
        Assert.Contains("/// Counts <c>things</c> of <see cref=\"T:Jobs\" /> &amp; more.\n", run.AllText, StringComparison.Ordinal);
        Assert.Contains("/// <param name=\"from\">The <paramref name=\"to\" /> less.</param>", run.AllText, StringComparison.Ordinal);
    }
}
