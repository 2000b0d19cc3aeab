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

    [Theory]
    [InlineData("bool isHeld = false; try { a.Acquire(); isHeld = true; Work(); } finally { if (isHeld) { a.Release(); } }")]
    [InlineData("Action leave = () => a.Release(); a.Acquire(); try { Work(); } finally { leave(); }")]
    [InlineData("void Leave() { a.Release(); } a.Acquire(); try { Work(); } finally { Leave(); }")]
    [InlineData("Action leave = a.Release; a.Acquire(); try { Work(); } finally { leave(); }")]
    [InlineData("ProcessLock l = a; l.Acquire(); try { Work(); } finally { a.Release(); }")]
    [InlineData("a.Acquire(); ProcessLock l = a; l.Release();")]
    [InlineData("a.Acquire(); try { Work(); } finally { Helper.Leave(a); }")]
    [InlineData("a.Acquire(); try { Work(); } finally { a.Leave(); }")]
    [InlineData("ProcessLock[] all = [a, b]; foreach (ProcessLock l in all) { l.Acquire(); } foreach (ProcessLock l in all) { l.Release(); }")]
    [InlineData("ProcessLock[] all = [a, b]; for (int i = 0; i < 2; i++) { ProcessLock l = all[i]; l.Acquire(); } for (int i = 0; i < 2; i++) { all[i].Release(); }")]
    [InlineData("ProcessLock[] all = [a, b]; all[0].Acquire(); try { Work(); } finally { all[0].Release(); }")]
    [InlineData("for (int i = 0; i < 2; i++) { a.Acquire(); try { if (Flag) { continue; } Work(); } finally { a.Release(); } }")]
    [InlineData("a.Acquire(); try { switch (s[0]) { case 1: return; case 2: break; default: throw new Exception(); } } finally { a.Release(); }")]
    [InlineData("a.Acquire(); while (true) { Work(); }")]
    [InlineData("LockScope scope = default; try { scope = a.Acquire(); Work(); } finally { scope.Dispose(); }")]
    [InlineData("using var scope = a.Acquire(); goto end; end: Work();")]
    [InlineData("a.Acquire(); b.Acquire(); try { Work(); } finally { b.Release(); a.Release(); }")]
    [InlineData("(LockScope one, LockScope two) = (a.Acquire(), b.Acquire()); one.Dispose(); two.Dispose();")]
    [InlineData("IDisposable scope = a.Acquire(); scope.Dispose();")]
    [InlineData("List<LockScope> scopes = []; scopes.Add(a.Acquire()); scopes[0].Dispose();")]
    [InlineData("if (!a.TryAcquire(TimeSpan.Zero)) { return; } try { Work(); } finally { a.Release(); }")]
    [InlineData("ProcessCondition d = new(a); a.Acquire(); try { d.NotifyAll(); } finally { d.Release(); }")]
    [InlineData("SharedValue<int> n = new(0, a); a.Acquire(); n.Value = 1; n.Lock!.Release();")]
    [InlineData("LockScope scope = a.Acquire(); try { Work(); } finally { using (scope) { } }")]
    [InlineData("a.Acquire(); AppDomain.CurrentDomain.ProcessExit += (_, _) => a.Release();")]
    [InlineData("try { a.Acquire(); } catch (TimeoutException) { return; } try { Work(); } finally { a.Release(); }")]
    [InlineData("a.Acquire(TimeSpan.FromSeconds(1)).Dispose();")]
    [InlineData("a.Acquire(); do { Work(); if (Flag) { break; } } while (s[0] == 1); a.Release();")]
    [InlineData("LockScope? scope = Flag ? a.Acquire() : null; Work(); scope?.Dispose();")]
    public Task What_users_release_in_other_ways_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);

    [Theory]
    [InlineData("public sealed class Held : IDisposable { private readonly ProcessLock _l; public Held(ProcessLock l) { _l = l; l.Acquire(); } public void Dispose() => _l.Release(); }")]
    [InlineData("public sealed class Held(ProcessLock l) : IDisposable { public void Enter() => l.Acquire(); public void Dispose() => l.Release(); }")]
    [InlineData("public static class Helper { public static void Enter(ProcessLock l) => l.Acquire(); public static void Leave(ProcessLock l) => l.Release(); }")]
    [InlineData("public static class Helper { public static void Enter(this ProcessLock l) { l.Acquire(); } public static void Leave(this ProcessLock l) { l.Release(); } }")]
    [InlineData("public abstract class Base { protected readonly ProcessLock Gate = new(); protected void Enter() => Gate.Acquire(); } public class Derived : Base { public void Work() { Enter(); Gate.Release(); } }")]
    [InlineData("public class Gate { public ProcessLock Lock { get; } = new(); public void Enter() => Lock.Acquire(); } public class User(Gate gate) { public void Work() { gate.Enter(); gate.Lock.Release(); } }")]
    [InlineData("public partial class Gate { private readonly ProcessLock _l = new(); public void Enter() => _l.Acquire(); } public partial class Gate { public void Leave() => _l.Release(); }")]
    [InlineData("public class Gate { private readonly ProcessLock _l = new(); private LockScope _scope; public void Enter() => _scope = _l.Acquire(); public void Leave() => _scope.Dispose(); }")]
    [InlineData("public class Gate { private readonly ProcessLock _l = new(); public IDisposable Enter() { LockScope scope = _l.Acquire(); return scope; } }")]
    [InlineData("public class Gate { private readonly ProcessLock _l = new(); public async Task<LockScope> EnterAsync() => await _l.AcquireAsync(); }")]
    public Task A_lock_that_another_member_or_class_releases_is_left_alone(string source) => Rule<LockingAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("_ = {|PG2201:a.Acquire()|};")]
    [InlineData("{|PG2201:a.Acquire()|}; Helper.Plain(a);")]
    [InlineData("ProcessLock l = a; {|PG2201:l.Acquire()|}; if (Flag) { return; } a.Release();")]
    [InlineData("Action later = () => b.Release(); {|PG2201:a.Acquire()|}; later();")]
    public Task A_way_out_with_the_lock_is_reported_in_other_clothes_too(string body) => Rule<LockingAnalyzer>.ReportsAsync(LockPrograms.In(body, isTarget: true) + LockPrograms.Helpers);

    [Fact]
    public Task Only_what_is_between_is_held_where_more_follows() => Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(
        LockPrograms.In("// Alone.\n        {|PG2201:a.Acquire()|};\n        if (Flag)\n        {\n            a.Release();\n            return;\n        }\n\n        if (s[0] == 1)\n        {\n            return;\n        }\n\n        // Not alone any more.\n        a.Release();\n        Work();"),
        LockPrograms.In("// Alone.\n        using (a.Acquire())\n        {\n            if (Flag)\n            {\n                return;\n            }\n\n            if (s[0] == 1)\n            {\n                return;\n            }\n\n            // Not alone any more.\n        }\n        Work();"));

    [Fact]
    public Task What_is_declared_between_and_used_behind_has_no_fix() => Rule<LockingAnalyzer, HoldInUsingFix>.HasNoFixAsync(
        LockPrograms.In("{|PG2201:a.Acquire()|};\n        int n = s[0];\n        if (Flag)\n        {\n            return;\n        }\n\n        a.Release();\n        Console.WriteLine(n);"));

    [Fact]
    public Task Releases_of_functions_inside_and_comments_stay() => Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(
        LockPrograms.In("_ = {|PG2201:a.Acquire()|}; // Held.\n        if (Flag)\n        {\n            // Early.\n            a.Release();\n            return;\n        }"),
        LockPrograms.In("using LockScope held = a.Acquire(); // Held.\n        if (Flag)\n        {\n            // Early.\n            return;\n        }"));

    [Fact]
    public Task All_locks_of_a_method_are_held_at_once() => Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(
        LockPrograms.In("{|PG2201:a.Acquire()|};\n        {|PG2201:b.Acquire()|};\n        if (Flag)\n        {\n            return;\n        }\n\n        b.Release();\n        a.Release();"),
        LockPrograms.In("using LockScope held = a.Acquire();\n        using LockScope held2 = b.Acquire();\n        if (Flag)\n        {\n            return;\n        }"),
        times: 2,
        timesAtOnce: 1);

    [Fact]
    public Task At_the_top_of_a_program_it_is_held_to_the_end() => Rule<LockingAnalyzer, HoldInUsingFix>.FixesAsync(
        "ProcessLock a = new();\n{|PG2201:a.Acquire()|};\nConsole.WriteLine();\n",
        "ProcessLock a = new();\nusing LockScope held = a.Acquire();\nConsole.WriteLine();\n",
        Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("public sealed class Releaser(ProcessLock l) : IDisposable { public void Dispose() => l.Release(); } public static class Gates { public static IDisposable Enter(ProcessLock l) { l.Acquire(); return new Releaser(l); } }")]
    [InlineData("public sealed class Releaser(ProcessLock l) : IDisposable { public void Dispose() => l.Release(); } public class Gate { private readonly ProcessLock _l = new(); public IDisposable Enter() { _l.Acquire(); return new Releaser(_l); } }")]
    [InlineData("public sealed class Ending(Action action) : IDisposable { public void Dispose() => action(); } public class Gate { private readonly ProcessLock _l = new(); public IDisposable Enter() { _l.Acquire(); return new Ending(() => _l.Release()); } }")]
    [InlineData("public interface IGate { void Leave(ProcessLock l); } public static class User { public static void Work(IGate gate, ProcessLock l) { l.Acquire(); gate.Leave(l); } }")]
    [InlineData("public static class Gates { public static void Leave(ProcessLock l) => LeaveCore(l); private static void LeaveCore(ProcessLock l) => l.Release(); public static void Work(ProcessLock l) { l.Acquire(); try { Console.WriteLine(); } finally { Leave(l); } } }")]
    public Task An_object_that_is_given_the_lock_may_release_it(string source) => Rule<LockingAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("using (a.Acquire()) using (b.Acquire()) { Work(); }")]
    [InlineData("using LockScope one = a.Acquire(), two = b.Acquire(); Work();")]
    [InlineData("using (LockScope scope = a.Acquire()) { if (scope.WasAbandoned) { return; } Work(); }")]
    [InlineData("if (Flag) { a.Acquire(); } Work(); if (Flag) { a.Release(); }")]
    [InlineData("int depth = 0; r.Acquire(); depth++; Work(); r.Release(); depth--;")]
    [InlineData("a.Acquire(); try { foreach (int n in s) { if (n == 1) { return; } } } finally { a.Release(); }")]
    [InlineData("a.Acquire(); using (new MemoryStream()) { Work(); } a.Release();")]
    [InlineData("a.Acquire(); if (Flag) { throw new InvalidOperationException(); } a.Release();")]
    [InlineData("a.Acquire(); LockScope other = b.Acquire(); other.Dispose(); a.Release();")]
    [InlineData("Func<LockScope> enter = () => a.Acquire(); using (enter()) { Work(); }")]
    [InlineData("Dictionary<string, LockScope> held = new() { [\"a\"] = a.Acquire() }; held[\"a\"].Dispose();")]
    [InlineData("LockScope scope = a.Acquire(); LockScope again = scope; again.Dispose();")]
    [InlineData("for (; ; ) { a.Acquire(); if (Flag) { a.Release(); break; } a.Release(); }")]
    [InlineData("a.Acquire(); switch (s[0]) { case 0: a.Release(); return; default: Work(); break; } a.Release();")]
    [InlineData("a.Acquire(); goto end; end: a.Release();")]
    [InlineData("c.Acquire(); try { c.WaitFor(() => Flag); } finally { c.Lock.Release(); }")]
    [InlineData("s.Acquire(); s[0] = 1; s.Lock?.Release();")]
    [InlineData("Monitor.Enter(Field); Monitor.Exit(Field);")]
    public Task More_that_users_release_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);
}
