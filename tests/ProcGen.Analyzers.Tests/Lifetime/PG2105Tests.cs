using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2105Tests
{
    [Theory]
    [InlineData("{|PG2105:new Jobs.WorkProcess().Start()|};")]
    [InlineData("{|PG2105:new Jobs.WorkProcess() { IsDaemon = true }.Start()|};")]
    [InlineData("Jobs.WorkProcess p = new(); {|PG2105:p.Start()|};")]
    [InlineData("Jobs.WorkProcess p = new(); {|PG2105:p.Start()|}; Console.WriteLine(p.Id);")]
    [InlineData("Jobs.WorkProcess p = new(); if (Flag) { {|PG2105:p.Start()|}; }")]
    [InlineData("Action a = () => {|PG2105:new Greeter().Start()|};")]
    [InlineData("{|PG2105:new Greeter().Start()|};\n{|PG2105:new Greeter().Start()|};")]
    public Task What_nobody_holds_is_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body));

    [Theory]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); if (Flag) { p.Join(); }")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p.Dispose();")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start();")]
    [InlineData("using (Jobs.WorkProcess p = new()) { p.Start(); }")]
    [InlineData("Jobs.WorkProcess p = new(); using (p) { p.Start(); }")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); } finally { p.Dispose(); }")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); _kept = p;")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); _all.Add(p);")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); Keep(p);")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); Action end = () => p.Kill();")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p?.Join();")]
    [InlineData("Jobs.CountProcess p = new(1); p.Start(); int n = p.Result;")]
    [InlineData("_kept = new(); _kept.Start();")]
    [InlineData("Jobs.WorkProcess p = new(); string name = p.Name;")]
    [InlineData("foreach (ChildProcess each in _all) { each.Start(); }")]
    public Task What_somebody_holds_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); await p.WaitForExitAsync();")]
    [InlineData("await using Jobs.WorkProcess p = new(); p.Start();")]
    public Task What_is_awaited_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.InAsync(body));
}
