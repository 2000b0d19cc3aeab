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

    [Theory]
    [InlineData("using Greeter p = new(); bool isStarted = false; while (Flag) { if (!isStarted) { p.Start(); isStarted = true; } }")]
    [InlineData("Greeter p = new(); for (; ; ) { p.Start(); p.Join(); p.Dispose(); p = new(); if (Flag) { break; } }")]
    [InlineData("using Greeter p = new(); try { p.Start(); } catch (ProcessStartException) { Thread.Sleep(1); p.Start(); } p.Join();")]
    [InlineData("using Greeter p = new(); if (Flag) { p.Start(); } else { goto later; } return; later: p.Start(); p.Join();")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { Greeter p = new(); p.Start(); _all.Add(p); }")]
    [InlineData("Greeter[] all = [new(), new()]; all[0].Start(); all[1].Start(); foreach (Greeter p in all) { p.Join(); }")]
    [InlineData("using Greeter p = new(); if (!p.IsAlive) { p.Start(); } else { p.Start(); } p.Join();")]
    public Task Programs_of_users_that_start_once_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("using Greeter p = new(); p.Start(); Console.WriteLine(p.Id); {|PG2102:p.Start()|};")]
    [InlineData("using Greeter? p = new(); p.Start(); p?{|PG2102:.Start()|};")]
    public Task A_second_start_in_other_clothes_is_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body));

    [Theory]
    [InlineData("using Greeter p = new(); if (p.ExitCode is null) { p.Start(); } else { p.Start(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { using Greeter p = new() { Name = $\"{i}\" }; p.Start(); p.Join(); }")]
    [InlineData("while (Flag) { Greeter p = new(); try { p.Start(); p.Join(); } finally { p.Dispose(); } }")]
    [InlineData("using Greeter p = new(); Func<bool> start = () => { p.Start(); return true; }; if (Flag && start()) { p.Join(); }")]
    [InlineData("Greeter p = new(); p.Start(); p.Join(); p.Dispose(); Greeter q = new(); q.Start(); q.Join(); q.Dispose();")]
    [InlineData("using Greeter p = new(), q = new(); p.Start(); q.Start(); p.Join(); q.Join();")]
    [InlineData("using Greeter p = new(); switch (_all.Count) { case 0: p.Start(); break; case 1: goto default; default: p.Start(); break; } p.Join();")]
    [InlineData("new Greeter().Start(); using Greeter p = new(); p.Start(); foreach (ChildProcess each in ChildProcess.Active) { each.Join(); }")]
    public Task More_programs_of_users_that_start_once_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
