using ProcGen.Analyzers.Isolation;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Isolation;

public class PG3002Tests
{
    [Theory]
    [InlineData("private static int s_n; public static int Here() => s_n; [ProcessTarget] public static void Set() => {|PG3002:s_n = 1|};")]
    [InlineData("private static int s_n; public static int Here() => s_n; [ProcessTarget] public static void Set() { {|PG3002:s_n|}++; s_n = 2; }")]
    [InlineData("private static int s_n; public static int Here() => s_n; [ProcessTarget] public static void Set() => Deep(); private static void Deep() => Interlocked.Add(ref {|PG3002:s_n|}, 1);")]
    [InlineData("public static int Total { get; set; } public static int Here() => Total; [ProcessTarget] public static void Set() => {|PG3002:Total|} = 1;")]
    public Task A_static_that_the_parent_reads_is_reported(string members) =>
        Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(members.Replace("{|PG3002:s_n = 1|}", "{|PG3002:s_n|} = 1", StringComparison.Ordinal)));

    [Theory]
    [InlineData("private static int s_n; [ProcessTarget] public static int Set() { s_n = 1; return s_n; }")]
    [InlineData("private static int s_n; [ProcessTarget] public static void Set() => s_n = 1; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; [ProcessTarget] public static void Set() => s_n = 1;")]
    [InlineData("private static int s_n; public static void Reset() => s_n = 0; [ProcessTarget] public static void Set() => s_n = 1;")]
    [InlineData("public static int Here() { int n = 0; n++; return n; } [ProcessTarget] public static void Set() { int n = 1; n++; }")]
    [InlineData("private static int s_n; public static int Here() => s_n; public static void Set() => s_n = 1; [ProcessTarget] public static void Other() { }")]
    public Task What_only_children_use_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("private static int s_n; public static string Here() => nameof(s_n); [ProcessTarget] public static void Set() => s_n = 1;")]
    [InlineData("private static string? s_model; public static string Here() => s_model ??= \"a\"; [ProcessTarget] public static void Set() => s_model = \"b\";")]
    [InlineData("private static string? s_model; public static string Here() { if (s_model is null) { s_model = \"a\"; } return s_model; } [ProcessTarget] public static void Set() => s_model = \"b\";")]
    [InlineData("private static int s_n; [ProcessTarget] public static int Set() { s_n = 1; return Report(); } private static int Report() => s_n;")]
    [InlineData("private static int s_n; [ProcessTarget] public static void Set() { s_n = 1; AppDomain.CurrentDomain.ProcessExit += (_, _) => Report(); } private static void Report() => Console.WriteLine(s_n);")]
    [InlineData("[ThreadStatic] private static int s_n; public static int Here() => s_n; [ProcessTarget] public static void Set() => s_n = 1;")]
    [InlineData("private static int s_n; public static void Here() => (s_n, _) = (1, 2); [ProcessTarget] public static void Set() => s_n = 1;")]
    public Task What_the_parent_has_of_its_own_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("private static int s_a, s_b; public static int Here() => s_a; [ProcessTarget] public static void Set() => ({|PG3002:s_a|}, s_b) = (1, 2);")]
    [InlineData("private static int s_n; public static int Here() => s_n; [ProcessTarget] public static void Set() => int.TryParse(\"1\", out {|PG3002:s_n|});")]
    public Task An_assignment_in_other_clothes_is_reported(string members) => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("private static int s_calls; [ProcessTarget] public static int Work() => ++s_calls; [ProcessTarget] public static int Calls() => s_calls;")]
    [InlineData("private static Random? s_random; private static Random TheRandom => s_random ??= new(1); [ProcessTarget] public static int Next() => TheRandom.Next(); public static int Here() => TheRandom.Next();")]
    [InlineData("private static int s_n; [ProcessTarget] public static void Set() { s_n = 1; try { } finally { s_n = 0; } }")]
    [InlineData("[ProcessTarget] public static int Set() { int s_n = 1; return s_n; } private static int s_n; public static int Here() => s_n;")]
    [InlineData("private static readonly int[] Buffer = new int[3]; public static int Here() => Buffer[0]; [ProcessTarget] public static void Set() => Buffer[0] = 1;")]
    [InlineData("public int N; public int Here() => N; [ProcessTarget] public static int Set() { Jobs jobs = new() { N = 1 }; return jobs.N; }")]
    public Task More_that_users_assign_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));
}
