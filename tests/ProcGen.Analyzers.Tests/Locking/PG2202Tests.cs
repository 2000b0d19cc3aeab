using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2202Tests
{
    [Theory]
    [InlineData("using (a.Acquire())\n{\n using (a.Acquire()) { } }")]
    [InlineData("using LockScope one = a.Acquire();\nusing LockScope two = a.Acquire();")]
    [InlineData("a.Acquire();\nif (Flag) { a.Acquire(); }\na.Release();")]
    [InlineData("using (Field.Acquire()) {\n using (Field.Acquire()) { } }")]
    [InlineData("a.Acquire(); try {\n a.Acquire(); } finally { a.Release(); }")]
    public async Task A_second_acquisition_is_reported(string body)
    {
        IReadOnlyList<FoundDiagnostic> found = await AllRules.RunAsync(LockPrograms.In(body));
        Assert.Single(found, static each => each.Id == "PG2202");
    }

    [Theory]
    [InlineData("using (r.Acquire()) { using (r.Acquire()) { } }")]
    [InlineData("using (a.Acquire()) { using (b.Acquire()) { } }")]
    [InlineData("using (a.Acquire()) { } using (a.Acquire()) { }")]
    [InlineData("a.Acquire(); a.Release(); a.Acquire(); a.Release();")]
    [InlineData("if (Flag) { a.Acquire(); } else { a.Acquire(); } a.Release();")]
    [InlineData("while (Flag) { using (a.Acquire()) { } }")]
    [InlineData("using (a.Acquire()) { bool got = a.TryAcquire(); }")]
    [InlineData("using (a.Acquire()) { Action later = () => { using (a.Acquire()) { } }; }")]
    [InlineData("try { using (a.Acquire()) { Work(); } } catch (Exception) { using (a.Acquire()) { } }")]
    [InlineData("ValueTask<LockScope> waiting = a.AcquireAsync(); using (LockScope next = waiting.Result) { } using LockScope later = a.Acquire();")]
    [InlineData("try { Action f = () => { using (a.Acquire()) { Work(); } }; f(); } catch (Exception) { Work(); } finally { Work(); }")]
    [InlineData("ProcessLockBase l = r; using (l.Acquire()) { using (l.Acquire()) { } }")]
    public Task What_can_be_had_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("ProcessLock l = a; using (l.Acquire()) { l = b; using (l.Acquire()) { } }")]
    [InlineData("a = b; using (a.Acquire()) { a = Field; using (a.Acquire()) { } }")]
    [InlineData("foreach (ProcessLock l in new[] { a, b }) { using (l.Acquire()) { Work(); } }")]
    [InlineData("ProcessLock[] all = [a, b]; using (all[0].Acquire()) { using (all[1].Acquire()) { } }")]
    [InlineData("using (a.Acquire()) { Task.Run(() => { using (a.Acquire()) { } }); }")]
    [InlineData("using (a.Acquire()) { if (a.TryAcquire(TimeSpan.Zero)) { a.Release(); } }")]
    [InlineData("LockScope one = a.Acquire(); one.Dispose(); using (a.Acquire()) { }")]
    [InlineData("using (LockScope one = a.Acquire()) { one.Dispose(); using (a.Acquire()) { } }")]
    [InlineData("for (int i = 0; i < 2; i++) { a.Acquire(); Work(); a.Release(); }")]
    [InlineData("void Inner() { using (a.Acquire()) { } } Inner(); using (a.Acquire()) { }")]
    [InlineData("goto one; two: a.Acquire(); a.Release(); return; one: a.Acquire(); a.Release(); goto two;")]
    [InlineData("a.Acquire(); Helper.Leave(a); a.Acquire(); a.Release();")]
    [InlineData("a.Acquire(); try { Work(); } finally { a.Release(); } using (a.Acquire()) { }")]
    [InlineData("using (c.Acquire()) { c.WaitFor(() => Flag); } using (c.Acquire()) { }")]
    public Task What_users_can_have_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);

    [Theory]
    [InlineData("public class Pair { private readonly ProcessLock _a = new(), _b = new(); private int _n; private ProcessLock Next => _n++ == 0 ? _a : _b; public void Both() { using (Next.Acquire()) { using (Next.Acquire()) { } } } }")]
    [InlineData("public class Node { private readonly ProcessLock _lock = new(); public Node? Next; public void Both(Node other) { using (_lock.Acquire()) { using (other._lock.Acquire()) { } } } }")]
    [InlineData("public class Node { public ProcessLock Lock = new(); public Node? Next; public static void Walk(Node node) { using (node.Lock.Acquire()) { node = node.Next!; using (node.Lock.Acquire()) { } } } }")]
    public Task What_is_another_lock_each_time_is_left_alone(string source) => Rule<LockingAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("ProcessLock l = a;\nusing (l.Acquire()) {\n using (a.Acquire()) { } }")]
    [InlineData("using (a.Acquire()) { Helper.Plain(a);\n using (a.Acquire()) { } }")]
    [InlineData("while (true) { a.Acquire();\n a.Acquire(); }")]
    public async Task A_second_acquisition_under_another_name_is_reported(string body)
    {
        IReadOnlyList<FoundDiagnostic> found = await AllRules.RunAsync(LockPrograms.In(body) + LockPrograms.Helpers);
        Assert.Single(found, static each => each.Id == "PG2202");
    }

    [Theory]
    [InlineData("using (a.Acquire()) { Work(); } if (Flag) { using (a.Acquire()) { Work(); } }")]
    [InlineData("try { a.Acquire(); Work(); } finally { a.Release(); } a.Acquire(); a.Release();")]
    [InlineData("if (a.TryAcquire()) { a.Release(); } else { using (a.Acquire()) { } }")]
    [InlineData("if (!a.TryAcquire()) { Work(); a.Acquire(); } a.Release();")]
    [InlineData("using (r.Acquire()) { for (int i = 0; i < 2; i++) { using (r.Acquire()) { } } }")]
    [InlineData("using (v.Acquire()) { using (s.Acquire()) { v.Value = s[0]; } }")]
    [InlineData("(ProcessLock first, ProcessLock second) = (a, b); using (first.Acquire()) { using (second.Acquire()) { } }")]
    [InlineData("ProcessLock first = Flag ? a : b, second = Flag ? b : a; using (first.Acquire()) { using (second.Acquire()) { } }")]
    [InlineData("Thread other = new(() => { using (a.Acquire()) { } }); using (a.Acquire()) { other.Start(); }")]
    public Task More_that_users_can_have_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body));
}
