using ProcGen.Analyzers.Isolation;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Isolation;

public class PG3004Tests
{
    [Theory]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.End(1); [ProcessTarget] public static void End(int code) => {|PG3004:Environment.Exit(code)|};")]
    [InlineData("public static async Task Here(ProcessPool pool) => await pool.Jobs.EndAsync(1); [ProcessTarget] public static void End(int code) => Deep(); private static void Deep() { {|PG3004:Environment.FailFast(null)|}; }")]
    [InlineData("public static void Here(ITargetExecutor pool) => pool.Jobs.MapEnd([1]); [ProcessTarget] public static void End(int code) { if (code > 0) { {|PG3004:Environment.Exit(code)|}; } }")]
    public Task An_exit_in_a_pool_is_reported(string members) => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("public static void Here() { using EndProcess p = new(1); p.Start(); p.Join(); } [ProcessTarget] public static void End(int code) => Environment.Exit(code);")]
    [InlineData("[ProcessTarget] public static void End(int code) => Environment.Exit(code);")]
    [InlineData("public static void Here(ProcessPool pool) { pool.Jobs.Work(1); Environment.Exit(1); } [ProcessTarget] public static void Work(int code) { }")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.Work(1); [ProcessTarget] public static void Work(int code) => Environment.ExitCode = code;")]
    public Task An_exit_of_a_process_of_its_own_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Fact]
    public Task The_target_of_another_type_with_a_longer_name_is_another() => Rule<IsolationAnalyzer>.IsSilentAsync(
        "public static partial class Jobs { [ProcessTarget] public static void End(int code) => Environment.Exit(code); }"
        + " public static partial class MoreJobs { [ProcessTarget] public static void End(int code) { } public static void Here(ProcessPool pool) => pool.MoreJobs.End(1); }");

    [Fact]
    public Task A_map_with_results_is_run_by_a_pool_too() => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(
        "public static async Task Here(ProcessPool pool) { await foreach (MapResult<int> r in pool.Jobs.MapEndResultsAsync([1])) { } } [ProcessTarget] public static int End(int code) { if (code > 0) { {|PG3004:Environment.Exit(code)|}; } return code; }"));

    [Theory]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.End(1); [ProcessTarget] public static void End(int code) => throw new InvalidOperationException(nameof(Environment.Exit) + code);")]
    [InlineData("public static void Here(ProcessPool pool) { try { pool.Jobs.End(1); } finally { Environment.Exit(1); } } [ProcessTarget] public static void End(int code) { }")]
    [InlineData("public static string Here() => nameof(End); [ProcessTarget] public static void End(int code) => Environment.Exit(code);")]
    [InlineData("public static async Task Here() => await EndProcess.RunAsync(1); [ProcessTarget] public static void End(int code) => Environment.Exit(code);")]
    public Task Programs_of_users_that_end_their_own_process_are_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Fact]
    public Task What_an_event_calls_is_left_alone() => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(
        "public static void Here(ProcessPool pool) => pool.Jobs.End(1); [ProcessTarget] public static void End(int code) { Console.CancelKeyPress += (_, _) => Environment.Exit(1); }"));

    [Theory]
    [InlineData("public static void Here(ProcessPool pool) { try { pool.Jobs.Work(1); } catch (Exception) { Environment.FailFast(\"a\"); } } [ProcessTarget] public static void Work(int code) { }")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.Work(1); [ProcessTarget] public static void Work(int code) { if (code > 0) { throw new InvalidOperationException(); } } private static void End() => Environment.Exit(1);")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.Work(1); [ProcessTarget] public static int Work(int code) => Environment.ProcessId + code; [ProcessTarget] public static void End() => Environment.Exit(1);")]
    public Task More_that_ends_elsewhere_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));
}
