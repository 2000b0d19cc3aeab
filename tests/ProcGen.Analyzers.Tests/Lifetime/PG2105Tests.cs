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

    [Theory]
    [InlineData("Greeter p = new(); p.Start(); foreach (ChildProcess each in ChildProcess.Active) { each.Join(); }")]
    [InlineData("new Greeter().Start(); new Greeter().Start(); while (ChildProcess.Active.Count > 0) { Thread.Sleep(1); }")]
    [InlineData("new Greeter() { OnParentExit = OnParentExit.Continue }.Start();")]
    [InlineData("Greeter p = new() { OnParentExit = OnParentExit.Continue }; p.Start();")]
    [InlineData("Greeter p = new(); p.Start(); Console.WriteLine(p);")]
    [InlineData("List<Greeter> all = []; for (int i = 0; i < 3; i++) { Greeter p = new(); p.Start(); all.Add(p); } all.ForEach(p => p.Join());")]
    [InlineData("Greeter p; (p = new()).Start(); p.Join();")]
    [InlineData("ChildProcess Make() { Greeter p = new(); p.Start(); return p; } Make().Join();")]
    [InlineData("IEnumerable<ChildProcess> Make() { Greeter p = new(); p.Start(); yield return p; } foreach (ChildProcess p in Make()) { p.Join(); }")]
    [InlineData("Greeter p = new(); p.Start(); var kept = new { Process = p }; kept.Process.Join();")]
    [InlineData("Greeter p = new(); p.Start(); (ChildProcess Process, int Number) kept = (p, 1); kept.Process.Join();")]
    [InlineData("Greeter p = new(); p.Start(); GC.KeepAlive(p);")]
    [InlineData("Greeter p = new(); p.Start(); while (p.IsAlive) { Thread.Sleep(1); }")]
    [InlineData("Dictionary<int, ChildProcess> byId = new() { [1] = new Greeter() }; byId[1].Start();")]
    [InlineData("_all.Add(new Greeter()); _all[^1].Start();")]
    [InlineData("ChildProcess p; if (Flag) { p = new Greeter(); } else { p = new Jobs.WorkProcess(); } p.Start(); p.Join();")]
    public Task What_users_hold_in_other_ways_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Fact]
    public Task Another_method_may_join_all_that_are_active() => Rule<LifetimeAnalyzer>.IsSilentAsync(
        Programs.In("new Greeter().Start();") + " public static class Ends { public static void JoinAll() { foreach (ChildProcess each in ChildProcess.Active) { each.Join(); } } }");

    [Theory]
    [InlineData("Greeter p = new(); p.Start(); Task end = p.WaitForExitAsync(); end.Wait();")]
    [InlineData("Greeter p = new(); p.Start(); ProcessWait.Any(p);")]
    [InlineData("Greeter p = new(); try { p.Start(); } catch (ProcessStartException) { p.Dispose(); throw; } _all.Add(p);")]
    [InlineData("Greeter p = new(); Console.CancelKeyPress += (_, _) => p.Terminate(); p.Start();")]
    [InlineData("Greeter p = new(); p.Start(); lock (_all) { _all.Add(p); }")]
    [InlineData("ChildProcess[] all = [new Greeter(), new Greeter()]; Array.ForEach(all, p => p.Start());")]
    [InlineData("void Begin(ChildProcess p) { p.Start(); _all.Add(p); } Begin(new Greeter());")]
    [InlineData("Greeter p = new(); p.Start(); using (p) { } ")]
    [InlineData("using (Greeter p = new(), q = new()) { p.Start(); q.Start(); }")]
    [InlineData("Greeter p = new(); p.Start(); object kept = p; Console.WriteLine(kept);")]
    [InlineData("Lazy<Greeter> lazy = new(() => { Greeter p = new(); p.Start(); return p; }); lazy.Value.Join();")]
    public Task More_that_users_hold_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
