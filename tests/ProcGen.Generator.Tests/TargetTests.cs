using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class TargetTests
{
    [Fact]
    public void The_example_of_the_design_compiles()
    {
        GeneratorRun run = GeneratorRun.Of("""
            namespace Company;
            public static partial class Jobs
            {
                /// <summary>Says hello.</summary>
                /// <param name="name">To whom.</param>
                [ProcessTarget] public static void Greet(string name, int times = 1) { }
                [ProcessTarget] public static int CountPrimes(int from, int to) => to - from;
                [ProcessTarget] public static async Task<Report> CrunchAsync(string path, IProgress<double>? progress = null, CancellationToken cancellationToken = default) { await Task.Yield(); return new(); }
                [ProcessTarget] public static async IAsyncEnumerable<Row> ReadAsync(string path, [EnumeratorCancellation] CancellationToken ct = default) { await Task.Yield(); yield return new Row(1, path); }
                [ProcessTarget] internal static ValueTask<List<Row>> Rows(Dictionary<string, int[]> a, (int Id, string Text)? b, params string[] names) => default;
                [ProcessTarget] private static Task Hidden() => Task.CompletedTask;
            }
            public sealed record Row(int Id, string? Text);
            public class Report { public Row? First { get; set; } public List<Report> Parts { get; set; } = []; public DayOfWeek? Day { get; init; } }
            public partial class Greeter : ChildProcess
            {
                public required string Who { get; init; }
                [ProcessTarget] public override void Run() { }
            }
            """);
        run.CompilesStrictly();
    }
}
