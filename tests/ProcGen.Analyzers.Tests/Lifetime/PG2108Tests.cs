using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2108Tests
{
    [Theory]
    [InlineData("using ProcessPool pool = new(1); {|PG2108:pool.Jobs.CountAsync(1)|};", "using ProcessPool pool = new(1); await pool.Jobs.CountAsync(1);")]
    [InlineData("using ProcessPool pool = new(1); if (Flag) {|PG2108:pool.Jobs.WorkAsync()|};", "using ProcessPool pool = new(1); if (Flag) await pool.Jobs.WorkAsync();")]
    [InlineData("ITargetExecutor pool = new InlineExecutor(); {|PG2108:pool.Jobs.CountAsync(1)|};", "ITargetExecutor pool = new InlineExecutor(); await pool.Jobs.CountAsync(1);")]
    [InlineData("{|PG2108:Jobs.CountProcess.RunAsync(1)|};", "await Jobs.CountProcess.RunAsync(1);")]
    public Task An_ignored_call_is_awaited(string body, string result) =>
        Rule<IgnoredResultAnalyzer, AwaitFix>.FixesAsync(Programs.InAsync(body), Programs.InAsync(result));

    [Fact]
    public Task All_at_once() => Rule<IgnoredResultAnalyzer, AwaitFix>.FixesAsync(
        Programs.InAsync("using ProcessPool pool = new(1);\n        {|PG2108:pool.Jobs.CountAsync(1)|};\n        {|PG2108:pool.Jobs.CountAsync(2)|};"),
        Programs.InAsync("using ProcessPool pool = new(1);\n        await pool.Jobs.CountAsync(1);\n        await pool.Jobs.CountAsync(2);"),
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("using ProcessPool pool = new(1); {|PG2108:pool.Jobs.CountAsync(1)|};")]
    [InlineData("using ProcessPool pool = new(1); Action a = () => { {|PG2108:pool.Jobs.CountAsync(1)|}; };")]
    [InlineData("using ProcessPool pool = new(1); {|PG2108:pool.Jobs.MapCountAsync([1])|};")]
    public Task Where_nothing_can_be_awaited_there_is_no_fix(string body) => Rule<IgnoredResultAnalyzer, AwaitFix>.HasNoFixAsync(Programs.In(body));

    [Theory]
    [InlineData("using ProcessPool pool = new(1); int n = await pool.Jobs.CountAsync(1);")]
    [InlineData("using ProcessPool pool = new(1); Task<int> t = pool.Jobs.CountAsync(1); await t;")]
    [InlineData("using ProcessPool pool = new(1); _ = pool.Jobs.CountAsync(1);")]
    [InlineData("using ProcessPool pool = new(1); await Task.WhenAll(pool.Jobs.CountAsync(1), pool.Jobs.CountAsync(2));")]
    [InlineData("using ProcessPool pool = new(1); pool.Jobs.Count(1); pool.Jobs.Work();")]
    [InlineData("using ProcessPool pool = new(1); await foreach (int n in pool.Jobs.MapCountAsync([1])) { }")]
    [InlineData("using ProcessPool pool = new(1); pool.Jobs.CountAsync(1).Wait(); await Task.Yield();")]
    [InlineData("using ProcessPool pool = new(1); Func<Task> f = () => pool.Jobs.CountAsync(1); await f();")]
    [InlineData("await Jobs.WorkProcess.RunAsync();")]
    public Task Results_that_go_somewhere_are_left_alone(string body) => Rule<IgnoredResultAnalyzer>.IsSilentAsync(Programs.InAsync(body));
}
