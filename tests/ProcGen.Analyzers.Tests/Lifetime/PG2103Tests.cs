using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2103Tests
{
    [Theory]
    [InlineData("using Greeter p = new(); {|PG2103:p.Run()|}; p.Join();", "using Greeter p = new(); p.Start(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); {|PG2103:p.Run()|}; if (Flag) { p.Join(); }", "using Jobs.WorkProcess p = new(); p.Start(); if (Flag) { p.Join(); }")]
    [InlineData("using Greeter p = new(); if (Flag) { {|PG2103:p.Run()|}; p.Join(); }", "using Greeter p = new(); if (Flag) { p.Start(); p.Join(); }")]
    public Task Joined_after_run_is_reported_at_the_run(string body, string result) =>
        Rule<LifetimeAnalyzer, StartInsteadFix>.FixesAsync(Programs.In(body), Programs.In(result));

    [Fact]
    public Task All_at_once() => Rule<LifetimeAnalyzer, StartInsteadFix>.FixesAsync(
        Programs.In("using Greeter p = new(); {|PG2103:p.Run()|}; p.Join();\nusing Greeter q = new(); {|PG2103:q.Run()|}; q.Join();"),
        Programs.In("using Greeter p = new(); p.Start(); p.Join();\nusing Greeter q = new(); q.Start(); q.Join();"),
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("using Greeter p = new(); p.Run();")]
    [InlineData("using Greeter p = new(); p.Run(); p.Start(); p.Join();")]
    [InlineData("using Greeter p = new(); p.Start(); p.Run(); p.Join();")]
    [InlineData("using Greeter p = new(); if (Flag) { p.Run(); } else { p.Start(); p.Join(); }")]
    [InlineData("using Greeter p = new(); if (Flag) { p.Run(); return; } p.Start(); p.Join();")]
    [InlineData("using Jobs.CountProcess p = new(1); int n = p.Run();")]
    public Task Runs_that_are_meant_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("using Greeter p = new(); p.Run(); Keep(p); p.Join();")]
    [InlineData("using Greeter p = new(); if (Flag) { p.Run(); } else { p.Start(); } p.Join();")]
    [InlineData("Greeter p = new(); try { p.Run(); } catch (Exception) { p.Start(); p.Join(); } p.Dispose();")]
    [InlineData("using Jobs.CountProcess p = new(1); int here = p.Run(); p.Start(); int there = p.Result; Console.WriteLine(here == there);")]
    [InlineData("Greeter p = new(); p.Run(); p.Dispose(); int? code = p.ExitCode;")]
    public Task Programs_of_users_that_run_here_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Fact]
    public Task A_run_whose_value_is_used_has_no_fix() => Rule<LifetimeAnalyzer, StartInsteadFix>.HasNoFixAsync(
        Programs.In("using Jobs.CountProcess p = new(1);\n        int n = {|PG2103:p.Run()|};\n        n = p.Result;"));

    [Theory]
    [InlineData("Greeter[] all = [new(), new()]; foreach (Greeter p in all) { p.Run(); } foreach (Greeter p in all) { p.Start(); p.Join(); }")]
    [InlineData("using Greeter p = new(); try { p.Run(); } finally { p.Start(); p.Join(); }")]
    [InlineData("using Greeter p = new(); Task here = p.RunAsync(); here.Wait(); p.Start(); p.Join();")]
    [InlineData("using Greeter p = new(); if (Flag) { p.Run(); return; } else { p.Start(); } p.Join();")]
    [InlineData("using Greeter p = new(); Action run = p.Run; run(); p.Start(); p.Join();")]
    public Task More_runs_that_are_meant_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
