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

    [Theory]
    [InlineData("await pool.Jobs.CountAsync(1).ConfigureAwait(false);")]
    [InlineData("Task all = pool.Jobs.CountAsync(1).ContinueWith(t => Console.WriteLine(t.Result)); await all;")]
    [InlineData("Task<int>[] all = [.. Enumerable.Range(0, 3).Select(i => pool.Jobs.CountAsync(i))]; await Task.WhenAll(all);")]
    [InlineData("List<Task> all = []; foreach (int i in new[] { 1, 2 }) { all.Add(pool.Jobs.CountAsync(i)); } await Task.WhenAll(all);")]
    [InlineData("Func<int, Task<int>> call = i => pool.Jobs.CountAsync(i); await call(1);")]
    [InlineData("Task Local() => pool.Jobs.WorkAsync(); await Local();")]
    [InlineData("Task<int> Local() { return pool.Jobs.CountAsync(1); } await Local();")]
    [InlineData("if (pool.Jobs.CountAsync(1) is { IsCompleted: true }) { await Task.Yield(); }")]
    [InlineData("(Task<int> one, Task<int> two) = (pool.Jobs.CountAsync(1), pool.Jobs.CountAsync(2)); await one; await two;")]
    [InlineData("int n = Flag ? await pool.Jobs.CountAsync(1) : 2;")]
    [InlineData("Task<int>? kept = null; kept ??= pool.Jobs.CountAsync(1); await kept;")]
    [InlineData("await Task.Run(() => pool.Jobs.CountAsync(1));")]
    [InlineData("await pool.BroadcastAsync(worker => worker.Jobs.WorkAsync());")]
    [InlineData("int n = pool.Jobs.CountAsync(1).GetAwaiter().GetResult(); await Task.Yield();")]
    public Task Outcomes_that_users_take_in_other_ways_are_left_alone(string body) => Rule<IgnoredResultAnalyzer>.IsSilentAsync(Programs.InAsync("using ProcessPool pool = new(1); " + body));

    [Theory]
    [InlineData("new List<int>().ForEach(n => {|PG2108:pool.Jobs.CountAsync(n)|});")]
    [InlineData("if (Flag) { pool?{|PG2108:.Jobs.CountAsync(1)|}; }")]
    [InlineData("void Local() => {|PG2108:pool.Jobs.CountAsync(1)|}; Local();")]
    public Task An_outcome_that_is_dropped_in_other_ways_is_reported(string body) => Rule<IgnoredResultAnalyzer, AwaitFix>.HasNoFixAsync(Programs.In("using ProcessPool? pool = new(1); " + body));

    [Theory]
    [InlineData("{|PG2108:pool.Jobs.CountAsync(1).ConfigureAwait(false)|};", "await pool.Jobs.CountAsync(1).ConfigureAwait(false);")]
    [InlineData("{|PG2108:pool.BroadcastAsync(worker => worker.Jobs.WorkAsync())|};", "await pool.BroadcastAsync(worker => worker.Jobs.WorkAsync());")]
    [InlineData("// One.\n        {|PG2108:pool.Jobs.CountAsync(1)|}; // Two.", "// One.\n        await pool.Jobs.CountAsync(1); // Two.")]
    public Task Other_calls_are_awaited_and_comments_stay(string body, string result) => Rule<IgnoredResultAnalyzer, AwaitFix>.FixesAsync(
        Programs.InAsync("using ProcessPool pool = new(1);\n        " + body),
        Programs.InAsync("using ProcessPool pool = new(1);\n        " + result));

    [Theory]
    [InlineData("pool.Jobs.CountAsync(1);")]
    [InlineData("pool.Jobs.CountAsync(1).ConfigureAwait(false);")]
    public async Task The_compiler_does_not_say_it_once_more_unless_the_rule_is_off(string call)
    {
        string source = Programs.InAsync("using ProcessPool pool = new(1); " + call + " await Task.Yield();");
        Assert.Equal("PG2108", Assert.Single(await AllRules.RunAsync(source, withCompiler: true)).Id);
        Assert.Equal("CS4014", Assert.Single(await AllRules.RunAsync(source, withCompiler: true, editorConfig: "[*.cs]\ndotnet_diagnostic.PG2108.severity = none")).Id);
        Assert.Equal("CS4014", Assert.Single(await AllRules.RunAsync("#pragma warning disable PG2108\n" + source, withCompiler: true)).Id);
    }

    [Theory]
    [InlineData("Task.Delay(1);")]
    [InlineData("Task.Run(() => pool.Jobs.CountAsync(1));")]
    public async Task Of_other_calls_the_compiler_speaks(string call) =>
        Assert.Equal("CS4014", Assert.Single(await AllRules.RunAsync(Programs.InAsync("using ProcessPool pool = new(1); " + call + " await Task.Yield();"), withCompiler: true)).Id);
}
