using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2203Tests
{
    [Theory]
    [InlineData("{|PG2203:c.NotifyAll()|};")]
    [InlineData("while (Flag) { {|PG2203:c.Wait()|}; }")]
    [InlineData("using (c.Acquire()) { } {|PG2203:c.Notify()|};")]
    [InlineData("{|PG2203:c.WaitFor(() => Flag)|};")]
    public Task A_condition_without_its_lock_is_reported(string body) => Rule<LockingAnalyzer>.ReportsAsync(LockPrograms.In(body, isTarget: true));

    [Theory]
    [InlineData("using (c.Acquire()) { {|PG2203:c.Wait()|}; }")]
    [InlineData("using (c.Acquire()) { bool woken = {|PG2203:c.Wait(TimeSpan.Zero)|}; }")]
    public Task A_wait_outside_of_a_loop_is_reported(string body) => Rule<LockingAnalyzer>.ReportsAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("if (!Flag) {|PG2203:c.Wait()|};", "c.WaitFor(() => Flag);")]
    [InlineData("if (v.Value == 0)\n            {\n                {|PG2203:c.Wait(TimeSpan.Zero)|};\n            }", "c.WaitFor(() => v.Value != 0, TimeSpan.Zero);")]
    [InlineData("if (v.Value > 0) {|PG2203:c.Wait()|};", "c.WaitFor(() => !(v.Value > 0));")]
    public Task A_question_before_the_wait_becomes_WaitFor(string body, string result) => Rule<LockingAnalyzer, WaitForFix>.FixesAsync(
        LockPrograms.In("using (c.Acquire())\n        {\n            " + body + "\n        }"),
        LockPrograms.In("using (c.Acquire())\n        {\n            " + result + "\n        }"));

    [Theory]
    [InlineData("using (c.Acquire()) { {|PG2203:c.Wait()|}; }")]
    public Task Without_a_question_there_is_no_fix(string body) => Rule<LockingAnalyzer, WaitForFix>.HasNoFixAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("using (c.Acquire()) { c.NotifyAll(); }")]
    [InlineData("using (c.Acquire()) { while (!Flag) { c.Wait(); } }")]
    [InlineData("using (c.Acquire()) { c.WaitFor(() => Flag); }")]
    [InlineData("using LockScope held = c.Acquire(); c.Notify(2);")]
    [InlineData("using (c.Lock.Acquire()) { c.NotifyAll(); }")]
    [InlineData("using (a.Acquire()) { c.NotifyAll(); }")]
    [InlineData("c.Acquire(); try { c.NotifyAll(); } finally { c.Release(); }")]
    [InlineData("using (c.Acquire()) { for (; ; ) { if (Flag) { break; } c.Wait(); } }")]
    public Task A_condition_under_its_lock_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget: true));

    [Theory]
    [InlineData("Func<bool> once = () => c.Wait(TimeSpan.Zero); using (c.Acquire()) { while (!Flag && once()) { } }")]
    [InlineData("using (c.Acquire()) { while (!Once()) { } } bool Once() { return (c.Wait(TimeSpan.Zero)); }")]
    [InlineData("Func<Task<bool>> once = async () => await c.WaitAsync(TimeSpan.Zero).ConfigureAwait(false);")]
    [InlineData("void Once() => c.Wait(); using (c.Acquire()) { while (!Flag) { Once(); } }")]
    public Task A_wait_that_is_handed_on_may_be_in_the_loop_of_the_caller(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body));

    [Fact]
    public Task A_method_that_is_called_under_the_lock_is_left_alone() => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In("c.NotifyAll();"));

    [Theory]
    [InlineData("using (c.Acquire()) { again: if (!Flag) { c.Wait(); goto again; } }")]
    [InlineData("using (Hold(c)) { c.NotifyAll(); } static LockScope Hold(ProcessCondition d) => d.Acquire();")]
    [InlineData("using (Helper.Hold(c)) { c.NotifyAll(); }")]
    [InlineData("Helper.Locked(a, () => c.NotifyAll());")]
    [InlineData("Helper.Locked(a, c.NotifyAll);")]
    [InlineData("Helper.Enter(a); c.NotifyAll(); Helper.Leave(a);")]
    [InlineData("do { using (c.Acquire()) { c.Wait(TimeSpan.Zero); } } while (!Flag);")]
    [InlineData("using (c.Acquire()) { while (!Flag) { if (!c.Wait(TimeSpan.Zero)) { return; } } }")]
    [InlineData("ProcessCondition d = new(a); using (a.Acquire()) { d.NotifyAll(); }")]
    [InlineData("ProcessLock[] all = [a]; using (all[0].Acquire()) { c.NotifyAll(); }")]
    [InlineData("a.Acquire(); try { while (!Flag) { c.Wait(); } } finally { a.Release(); }")]
    [InlineData("if (!a.TryAcquire(TimeSpan.Zero)) { return; } c.NotifyAll(); a.Release();")]
    [InlineData("LockScope scope = c.Acquire(); try { c.Notify(); } finally { scope.Dispose(); }")]
    public Task A_condition_that_users_hold_in_other_ways_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget: true) + LockPrograms.Helpers);

    [Theory]
    [InlineData("if (Flag switch { true => false, _ => true }) {|PG2203:c.Wait()|};", "c.WaitFor(() => !(Flag switch { true => false, _ => true }));")]
    [InlineData("if (s[0] is not 1) {|PG2203:c.Wait()|};", "c.WaitFor(() => !(s[0] is not 1));")]
    [InlineData("// Until it is there.\n            if (!Flag)\n            {\n                // Others notify.\n                {|PG2203:c.Wait()|}; // Now.\n            }", "// Until it is there.\n            // Others notify.\n            c.WaitFor(() => Flag); // Now.")]
    public Task The_fix_keeps_the_question_and_the_comments(string body, string result) => Rule<LockingAnalyzer, WaitForFix>.FixesAsync(
        LockPrograms.In("using (c.Acquire())\n        {\n            " + body + "\n        }"),
        LockPrograms.In("using (c.Acquire())\n        {\n            " + result + "\n        }"));

    [Theory]
    [InlineData("if (s.Length is var n && n > s[0]) {|PG2203:c.Wait()|};")]
    [InlineData("Span<int> span = s.Span; if (span[0] == 0) {|PG2203:c.Wait()|};")]
    public Task A_question_that_no_lambda_can_ask_has_no_fix(string body) => Rule<LockingAnalyzer, WaitForFix>.HasNoFixAsync(LockPrograms.In("using (c.Acquire()) { " + body + " }"));

    [Theory]
    [InlineData("Enter(c); c.NotifyAll(); Leave(c);")]
    [InlineData("Gate gate = null!; gate.Enter(); c.NotifyAll();")]
    public Task A_method_that_acquires_in_a_roundabout_way_is_seen(string body) => Rule<LockingAnalyzer>.IsSilentAsync("public partial class Jobs { [ProcessTarget] public static void Run(ProcessCondition c, ProcessLock l) { " + body + " } private static void Enter(ProcessCondition c) => EnterCore(c); private static void EnterCore(ProcessCondition c) => c.Acquire(); private static void Leave(ProcessCondition c) => c.Release(); public abstract class Gate { public abstract void Enter(); } }");

    [Theory]
    [InlineData("using (c.Acquire()) { while (v.Value == 0 && !Flag) { c.Wait(TimeSpan.FromSeconds(1)); } v.Value = 0; c.NotifyAll(); }")]
    [InlineData("using (c.Acquire()) { bool isReady = c.WaitFor(() => v.Value > 0, TimeSpan.FromSeconds(1)); }")]
    [InlineData("using (c.Acquire()) { foreach (int n in s) { while (n > v.Value) { c.Wait(); } } }")]
    [InlineData("while (!Flag) { using (c.Acquire()) { c.Wait(TimeSpan.FromSeconds(1)); } }")]
    [InlineData("LockScope scope = c.Acquire(); while (!Flag) { c.Wait(); } scope.Dispose();")]
    [InlineData("using ProcessCondition mine = new(); using (mine.Lock.Acquire()) { mine.Notify(); }")]
    [InlineData("ManualResetEventSlim e = new(); e.Wait(); Monitor.Enter(e); Monitor.PulseAll(e); Monitor.Exit(e);")]
    [InlineData("int waiting = c.WaitingCount; string? name = c.Name;")]
    public Task More_conditions_of_users_are_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget: true));
}
