using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2106Tests
{
    [Theory]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p.Dispose(); {|PG2106:p.Join()|};")]
    [InlineData("Jobs.WorkProcess p = new(); p.Dispose(); {|PG2106:p.Start()|};")]
    [InlineData("Jobs.WorkProcess p = new(); using (p) { p.Start(); } {|PG2106:p.Kill()|};")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); } finally { p.Dispose(); } {|PG2106:p.Join()|};")]
    [InlineData("ProcessPool pool = new(1); pool.Dispose(); int n = {|PG2106:pool.Jobs|}.Count(1);")]
    [InlineData("ProcessLock l = new(); l.Dispose(); using LockScope held = {|PG2106:l.Acquire()|};")]
    [InlineData("SharedValue<int> v = new(1); v.Dispose(); {|PG2106:v.Value|} = 1;")]
    [InlineData("ProcessEvent e = ProcessEvent.OpenOrCreate(\"a\"); using (e) { e.Set(); } {|PG2106:e.Wait()|};")]
    public Task A_use_behind_the_end_is_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body));

    [Theory]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p.Dispose(); int? code = p.ExitCode; string name = p.Name; p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); if (Flag) { p.Dispose(); } p.Join(); p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); try { p.Join(); } finally { p.Dispose(); }")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); do { p.Dispose(); p = new(); p.Start(); p.Join(); } while (Flag); p.Dispose();")]
    [InlineData("while (Flag) { Jobs.WorkProcess p = new(); p.Start(); p.Join(); p.Dispose(); }")]
    [InlineData("Jobs.CountProcess p = new(1); p.Start(); int n = p.Result; p.Dispose(); n = p.Result;")]
    [InlineData("using ProcessPool pool = new(1); int n = pool.Jobs.Count(1);")]
    [InlineData("ProcessPool pool = new(1); try { int n = pool.Jobs.Count(1); } finally { pool.Dispose(); }")]
    [InlineData("ProcessLock l = new(); using (l.Acquire()) { } l.Dispose(); string? name = l.Name; l.Dispose();")]
    [InlineData("ProcessLock l = new(); if (Flag) { l.Dispose(); return; } using (l.Acquire()) { } l.Dispose();")]
    [InlineData("ProcessLock l = new(); Action end = () => l.Dispose(); using (l.Acquire()) { } end();")]
    public Task A_use_before_the_end_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("ProcessPool pool = new(1); pool.Dispose(); Console.WriteLine(pool.Name + pool.Statistics);")]
    [InlineData("ProcessPool pool; using (pool = new(1)) { int n = pool.Jobs.Count(1); } Console.WriteLine(pool.Statistics.Calls);")]
    [InlineData("SharedArray<int> a = new(3); a.Dispose(); int n = a.Length;")]
    [InlineData("ProcessLock l = new(); ProcessCondition c = new(l); c.Dispose(); using (c.Lock.Acquire()) { } l.Dispose();")]
    [InlineData("Greeter p = new(); p.Start(); try { p.Join(); } finally { p.Dispose(); } if (p.ExitStatus is { IsSuccess: true }) { Keep(null!); }")]
    [InlineData("ProcessLock? l = null; try { l = new(); using (l.Acquire()) { } } finally { l?.Dispose(); }")]
    [InlineData("Greeter p = new(); p.Start(); using (p) { p.Join(); } Console.WriteLine(p.Exception);")]
    [InlineData("ProcessLock l = new(); using (l) { using (l.Acquire()) { } } l = new(); using (l.Acquire()) { } l.Dispose();")]
    [InlineData("ProcessLock l = new(); try { using (l.Acquire()) { return; } } finally { l.Dispose(); }")]
    [InlineData("ProcessEvent e = new(); void End() => e.Dispose(); if (Flag) { End(); } e.Set(); End();")]
    [InlineData("ProcessLock l = new(); l.Dispose(); string name = nameof(l.IsLocked);")]
    public Task What_may_be_asked_behind_the_end_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("using ProcessPool pool = new(1); using (pool) { int n = pool.Jobs.Count(1); }")]
    [InlineData("ProcessLock l = new(); while (Flag) { using (l.Acquire()) { } if (!Flag) { l.Dispose(); return; } } l.Dispose();")]
    [InlineData("ProcessLock l = new(); bool isOpen = true; if (Flag) { l.Dispose(); isOpen = false; } if (isOpen) { using (l.Acquire()) { } }")]
    [InlineData("SharedValue<int> v = new(1); try { v.Value = 2; } finally { v.Dispose(); } v = new(2); v.Value = 3; v.Dispose();")]
    [InlineData("foreach (string name in new[] { \"a\", \"b\" }) { ProcessEvent e = ProcessEvent.OpenOrCreate(name); e.Set(); e.Dispose(); }")]
    [InlineData("ProcessEvent e = new(); Action end = e.Dispose; e.Set(); end();")]
    [InlineData("using ProcessBarrier b = new(2); Task.Run(() => b.Wait()).Wait(); int parties = b.Parties;")]
    [InlineData("Greeter p = new(); p.Start(); p.Join(); p.Dispose(); Console.WriteLine($\"{p.Name} {p.Id} {p.ExitStatus} {p.IsAlive}\");")]
    [InlineData("ProcessPool? pool = null; try { pool = new(1); pool.Jobs.Work(); } finally { pool?.Dispose(); }")]
    public Task More_programs_of_users_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
