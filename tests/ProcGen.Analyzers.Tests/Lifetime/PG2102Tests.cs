using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2102Tests
{
    [Theory]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); {|PG2102:p.Start()|};")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); p.Join(); {|PG2102:p.Start()|};")]
    [InlineData("using Jobs.WorkProcess p = new(); if (Flag) { p.Start(); } else { p.Start(); } {|PG2102:p.Start()|};")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); while (Flag) { {|PG2102:p.Start()|}; }")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); try { {|PG2102:p.Start()|}; } finally { p.Dispose(); }")]
    [InlineData("Action a = () => { using Greeter p = new(); p.Start(); {|PG2102:p.Start()|}; };")]
    public Task A_second_start_is_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body));

    [Theory]
    [InlineData("using Jobs.WorkProcess p = new(); if (Flag) { p.Start(); } else { p.Start(); } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); if (Flag) { p.Start(); } if (!Flag) { p.Start(); } p.Join();")]
    [InlineData("for (int i = 0; i < 2; i++) { using Jobs.WorkProcess p = new(); p.Start(); p.Join(); }")]
    [InlineData("Jobs.WorkProcess p; do { p = new(); p.Start(); p.Join(); p.Dispose(); } while (Flag);")]
    [InlineData("using Jobs.WorkProcess p = new(); try { p.Start(); } catch (Exception) { p.Start(); } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); try { p.Start(); return; } catch (Exception) { } p.Start(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); using Jobs.WorkProcess q = new(); q.Start(); p.Join(); q.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); switch (Flag) { case true: p.Start(); break; default: p.Start(); break; }")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); Action again = () => p.Start();")]
    [InlineData("using Jobs.WorkProcess p = new(); goto one; two: p.Start(); return; one: if (Flag) { goto two; } p.Start();")]
    public Task One_start_on_each_way_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
