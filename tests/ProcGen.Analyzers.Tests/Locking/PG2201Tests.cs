using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2201Tests
{
    [Theory]
    [InlineData("{|PG2201:a.Acquire()|};", "using LockScope held = a.Acquire();")]
    [InlineData("{|PG2201:a.Acquire()|};\n        if (Flag)\n        {\n            return;\n        }\n\n        a.Release();", "using LockScope held = a.Acquire();\n        if (Flag)\n        {\n            return;\n        }")]
    [InlineData("LockScope scope = {|PG2201:a.Acquire()|};\n        if (Flag)\n        {\n            scope.Dispose();\n        }", "using LockScope scope = a.Acquire();\n        if (Flag)\n        {\n        }")]
    [InlineData("{|PG2201:v.Acquire()|};\n        v.Value = 1;", "using LockScope held = v.Acquire();\n        v.Value = 1;")]
    public Task The_lock_is_held_in_a_using(string body, string result) =>
        Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(LockPrograms.In(body), LockPrograms.In(result));

    [Theory]
    [InlineData("if (Flag) { {|PG2201:a.Acquire()|}; }")]
    [InlineData("{|PG2201:a.Acquire()|}; while (Flag) { if (s[0] == 1) { return; } } a.Release();")]
    [InlineData("{|PG2201:a.Acquire()|}; try { Work(); } finally { if (Flag) { a.Release(); } }")]
    [InlineData("{|PG2201:a.Acquire()|}; b.Release();")]
    [InlineData("{|PG2201:c.Acquire()|}; c.NotifyAll();")]
    [InlineData("Action f = () => { {|PG2201:a.Acquire()|}; };")]
    [InlineData("{|PG2201:a.Acquire()|}; switch (Flag) { case true: a.Release(); break; }")]
    [InlineData("{|PG2201:a.Acquire()|}; goto end; a.Release(); end: Work();")]
    public Task A_way_out_with_the_lock_is_reported(string body) => Rule<LockingAnalyzer>.ReportsAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("using (a.Acquire()) { Work(); }")]
    [InlineData("using LockScope held = a.Acquire(); if (Flag) { return; } Work();")]
    [InlineData("using (a.Acquire()) { Action f = () => { b.Acquire(); Work(); b.Release(); }; f(); }")]
    [InlineData("using (a.Acquire().ThrowIfAbandoned()) { Work(); }")]
    [InlineData("using LockScope held = a.Acquire().ThrowIfAbandoned();")]
    [InlineData("a.Acquire(); Work(); a.Release();")]
    [InlineData("a.Acquire(); try { if (Flag) { return; } Work(); } finally { a.Release(); }")]
    [InlineData("try { a.Acquire(); Work(); } finally { a.Release(); }")]
    [InlineData("a.Acquire(); if (Flag) { a.Release(); return; } a.Release();")]
    [InlineData("a.Acquire(); if (Flag) { a.Release(); } else { a.Release(); }")]
    [InlineData("while (Flag) { a.Acquire(); Work(); a.Release(); }")]
    [InlineData("LockScope scope = a.Acquire(); try { Work(); } finally { scope.Dispose(); }")]
    [InlineData("LockScope scope = a.Acquire(); Keep(scope);")]
    [InlineData("Keep(a.Acquire());")]
    [InlineData("LockScope scope = a.Acquire(); Action end = () => scope.Dispose(); end();")]
    [InlineData("if (a.TryAcquire()) { Work(); a.Release(); }")]
    [InlineData("v.Acquire(); v.Value = 1; v.Lock!.Release();")]
    [InlineData("s.Lock!.Acquire(); s[0] = 1; s.Lock!.Release();")]
    [InlineData("a.Acquire(); try { Work(); } catch (Exception) { a.Release(); throw; } a.Release();")]
    [InlineData("using LockScope held = Flag ? a.Acquire() : b.Acquire(); Work();")]
    [InlineData("using LockScope held = a?.Acquire() ?? default; Work();")]
    [InlineData("a.Acquire(); throw new Exception();")]
    public Task A_lock_that_is_released_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("using (await a.AcquireAsync()) { await Task.Yield(); }")]
    [InlineData("using LockScope held = await a.AcquireAsync();")]
    [InlineData("await a.AcquireAsync(); try { await Task.Yield(); } finally { a.Release(); }")]
    public Task An_awaited_lock_that_is_released_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body, isAsync: true));

    [Fact]
    public Task An_awaited_lock_is_held_in_a_using() => Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(
        LockPrograms.In("await {|PG2201:a.AcquireAsync()|};", isAsync: true),
        LockPrograms.In("using LockScope held = await a.AcquireAsync();", isAsync: true));

    [Theory]
    [InlineData("private readonly ProcessLock _lock = new(); public void Enter() => _lock.Acquire(); public void Leave() => _lock.Release();")]
    [InlineData("private readonly ProcessLock _lock = new(); public LockScope Enter() => _lock.Acquire();")]
    public Task A_lock_that_another_method_releases_is_left_alone(string members) => Rule<LockingAnalyzer>.IsSilentAsync("public class Gate { " + members + " }");

    [Fact]
    public Task A_field_that_nobody_releases_is_reported() => Rule<LockingAnalyzer>.ReportsAsync(
        "public class Gate { private readonly ProcessLock _lock = new(); public void Enter() { {|PG2201:_lock.Acquire()|}; } }");
}
