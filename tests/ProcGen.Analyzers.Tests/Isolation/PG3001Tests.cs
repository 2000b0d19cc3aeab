using ProcGen.Analyzers.Isolation;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Isolation;

public class PG3001Tests
{
    [Theory]
    [InlineData("private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static int Read() => {|PG3001:s_n|};")]
    [InlineData("private static int s_n = 5; public static void Set() => s_n++; [ProcessTarget] public static int Read() => {|PG3001:s_n|} + s_n;")]
    [InlineData("private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static int Read() => Deep(); private static int Deep() => {|PG3001:s_n|};")]
    [InlineData("private static int s_n; public static void Set() => Interlocked.Increment(ref s_n); [ProcessTarget] public static int Read() { Func<int> f = () => {|PG3001:s_n|}; return f(); }")]
    [InlineData("public static string? Mode { get; set; } public static void Set() { Mode = \"a\"; } [ProcessTarget] public static string? Read() => {|PG3001:Mode|};")]
    [InlineData("[ProcessTarget] public static int Read() => {|PG3001:Settings.Level|}; public static void Set() => Settings.Level = 2; public static class Settings { public static int Level; }")]
    public Task A_static_that_only_the_parent_assigns_is_reported(string members) => Rule<IsolationAnalyzer>.ReportsAsync(In(members));

    [Theory]
    [InlineData("private static readonly int N = 5; [ProcessTarget] public static int Read() => N;")]
    [InlineData("private const int N = 5; [ProcessTarget] public static int Read() => N;")]
    [InlineData("private static int s_n = 5; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; static Jobs() => s_n = 5; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; [ProcessTarget] public static int Read() { s_n = 1; return s_n; }")]
    [InlineData("private static List<int>? s_cache; [ProcessTarget] public static int Read() => (s_cache ??= [1]).Count;")]
    [InlineData("private static int s_n; [ProcessTarget] public static void Set() => s_n = 1; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; public static void Set() => s_n = 1; public static int Read() => s_n; [ProcessTarget] public static int Other() => 1;")]
    [InlineData("private static int s_n; private static int Next() => ++s_n; [ProcessTarget] public static int Read() => Next(); public static int Here() => Next();")]
    [InlineData("public static int Twice { get => 2; set { } } public static void Set() => Twice = 1; [ProcessTarget] public static int Read() => Twice;")]
    [InlineData("[ThreadStatic] private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private int _n; public void Set() => _n = 1; [ProcessTarget] public static int Read(int n) => n;")]
    public Task What_the_child_has_as_well_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(In(members));

    internal static string In(string members) => "public partial class Jobs { " + members + " }";

    [Theory]
    [InlineData("private static int s_n; [ModuleInitializer] internal static void Initialize() => s_n = 5; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; static Jobs() => Initialize(); private static void Initialize() => s_n = 5; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; private static readonly bool IsReady = Initialize(); private static bool Initialize() { s_n = 5; return true; } [ProcessTarget] public static int Read() => s_n + (IsReady ? 1 : 0);")]
    [InlineData("private static int s_a, s_b; public static void Set() => s_a = 2; [ProcessTarget] public static int Read() { (s_a, s_b) = (1, 2); return s_a + s_b; }")]
    [InlineData("private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static string Read() => nameof(s_n);")]
    [InlineData("private static Dictionary<int, int>? s_cache; public static int Here(int n) => (s_cache ??= [])[n]; [ProcessTarget] public static int Read(int n) => (s_cache ??= [])[n];")]
    [InlineData("private static readonly Lazy<int> N = new(() => 5); [ProcessTarget] public static int Read() => N.Value;")]
    [InlineData("private static readonly WorkerState<int> State = new(() => 5); [ProcessTarget] public static int Read() => State.Value;")]
    [InlineData("public static int N { get; } = 5; [ProcessTarget] public static int Read() => N;")]
    [InlineData("public static int N => 5; [ProcessTarget] public static int Read() => N;")]
    [InlineData("private static readonly AsyncLocal<int> N = new(); public static void Set() => N.Value = 1; [ProcessTarget] public static int Read(int n) => n;")]
    public Task What_every_process_assigns_for_itself_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(In(members));

    [Fact]
    public Task What_Main_assigns_in_front_of_the_guard_children_assign_too() => Rule<IsolationAnalyzer>.IsSilentAsync(
        "Jobs.N = 1;\nif (ProcessHost.IsChild) return ProcessHost.RunChild();\nreturn 0;\npublic static partial class Jobs { public static int N; [ProcessTarget] public static int Read() => N; }",
        Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    [Fact]
    public Task What_Main_assigns_behind_it_is_reported() => Rule<IsolationAnalyzer>.ReportsAsync(
        "if (ProcessHost.IsChild) return ProcessHost.RunChild();\nJobs.N = 1;\nreturn 0;\npublic static partial class Jobs { public static int N; [ProcessTarget] public static int Read() => {|PG3001:N|}; }",
        Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("private static readonly Dictionary<string, int> Known = new() { [\"a\"] = 1 }; [ProcessTarget] public static int Read(string word) => Known[word];")]
    [InlineData("private static int s_n = Compute(); private static int Compute() => 5; [ProcessTarget] public static int Read() => s_n;")]
    [InlineData("private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static int Read(int s_n) => s_n;")]
    [InlineData("private static readonly object Gate = new(); private static int s_n; [ProcessTarget] public static int Read() { lock (Gate) { return s_n; } }")]
    [InlineData("public static int Level { get; private set; } = 3; [ProcessTarget] public static int Read() => Level;")]
    [InlineData("private static int s_n; private static void Ensure() { if (s_n == 0) { s_n = 5; } } public static void Here() => Ensure(); [ProcessTarget] public static int Read() { Ensure(); return s_n; }")]
    [InlineData("private static volatile bool s_stop; [ProcessTarget] public static void Read() { Console.CancelKeyPress += (_, _) => s_stop = true; while (!s_stop) { } }")]
    [InlineData("private static string s_name = \"a\"; [ProcessTarget] public static void SetName(string name) => s_name = name; [ProcessTarget] public static string Read() => s_name;")]
    public Task More_that_users_read_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(In(members));
}
