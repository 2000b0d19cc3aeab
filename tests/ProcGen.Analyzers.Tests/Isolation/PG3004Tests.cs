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
}
