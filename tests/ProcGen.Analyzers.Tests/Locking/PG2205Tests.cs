using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2205Tests
{
    private const string Gates = " public static class Gates { public static readonly object O = new(); public static readonly SemaphoreSlim S = new(1); public static readonly Lock L = new(); }";

    [Theory]
    [InlineData("lock ({|PG2205:Gates.O|}) { v.Value = 1; }")]
    [InlineData("lock ({|PG2205:Gates.L|}) { s[0] = s.Length; }")]
    [InlineData("lock ({|PG2205:Gates.O|}) { File.AppendAllText(\"a\", \"b\"); }")]
    [InlineData("{|PG2205:Monitor.Enter(Gates.O)|}; v.Value = 2; Monitor.Exit(Gates.O);")]
    [InlineData("{|PG2205:Gates.S.Wait()|}; v.Value = 1; Gates.S.Release();")]
    public Task A_lock_of_one_process_is_reported(string body) => Rule<ProcessBoundaryAnalyzer>.ReportsAsync(LockPrograms.In(body, isTarget: true) + Gates);

    [Theory]
    [InlineData("lock (Gates.O) { Work(); } v.Value = 1;", true)]
    [InlineData("using (a.Acquire()) { v.Value = 1; }", true)]
    [InlineData("v.Value = 1; Gates.S.Wait(); Work(); Gates.S.Release();", true)]
    [InlineData("lock (Gates.O) { v.Value = 1; }", false)]
    [InlineData("lock (Gates.O) { string text = File.ReadAllText(\"a\"); }", true)]
    public Task What_guards_its_own_process_is_left_alone(string body, bool isTarget) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget) + Gates);

    [Theory]
    [InlineData("Gates.S.Wait(); Work(); Gates.S.Release(); v.Value = 1;")]
    [InlineData("Gates.S.Wait(); try { Work(); } finally { Gates.S.Release(); } v.Value = 1;")]
    [InlineData("Monitor.Enter(Gates.O); Work(); Monitor.Exit(Gates.O); s[0] = 1;")]
    [InlineData("lock (Gates.O) { using (a.Acquire()) { v.Value = 1; } }")]
    [InlineData("using (a.Acquire()) { lock (Gates.O) { v.Value = 1; } }")]
    [InlineData("lock (Gates.O) { v.Add(1); }")]
    [InlineData("List<int> all = []; lock (all) { all.Add(v.Value); all.Add(s.Length); }")]
    [InlineData("string path = Path.GetRandomFileName(); lock (Gates.O) { File.AppendAllText(path, \"b\"); }")]
    [InlineData("lock (Gates.O) { File.AppendAllText($\"{Environment.ProcessId}.txt\", \"b\"); }")]
    [InlineData("lock (Gates.O) { Func<int> later = () => v.Value = 1; }")]
    public Task What_a_lock_of_one_process_may_be_around_is_left_alone(string body) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget: true) + Gates);

    [Theory]
    [InlineData("lock ({|PG2205:a|}) { Work(); }")]
    [InlineData("lock ({|PG2205:c|}) { c.NotifyAll(); }")]
    [InlineData("{|PG2205:Monitor.Enter(a)|}; Work(); Monitor.Exit(a);")]
    public Task A_shared_lock_in_a_lock_statement_is_reported_everywhere(string body) => Rule<ProcessBoundaryAnalyzer>.ReportsAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("Dictionary<int, int> cache = []; lock (cache) { cache[1] = v.Value; }")]
    [InlineData("lock (Gates.L) { Console.WriteLine(v.Value); }")]
    [InlineData("using (Gates.L.EnterScope()) { Work(); }")]
    [InlineData("lock (Gates.O) { v.CompareExchange(1, 0); s.Exchange(0, 1); }")]
    [InlineData("int local = 0; lock (Gates.O) { local = s[0] + 1; } v.Value = local;")]
    [InlineData("lock (Gates.O) { File.Delete(\"a\"); }")]
    [InlineData("if (Gates.S.Wait(0)) { try { Work(); } finally { Gates.S.Release(); } }")]
    public Task More_that_users_lock_is_left_alone(string body) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body, isTarget: true) + Gates);
}
