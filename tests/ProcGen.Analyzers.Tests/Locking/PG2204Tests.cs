using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2204Tests
{
    [Theory]
    [InlineData("{|PG2204:v.Value += 1|};", "v.Add(1);")]
    [InlineData("{|PG2204:v.Value -= s[0]|};", "v.Add(-(s[0]));")]
    [InlineData("{|PG2204:v.Value++|};", "v.Add(1);")]
    [InlineData("{|PG2204:--v.Value|};", "v.Add(-1);")]
    [InlineData("{|PG2204:v.Value = v.Value + 2|};", "v.Add(2);")]
    [InlineData("{|PG2204:s[1] += 3|};", "s.Add(1, 3);")]
    [InlineData("using (a.Acquire()) { }\n        {|PG2204:v.Value += 1|};", "using (a.Acquire()) { }\n        v.Add(1);")]
    [InlineData("if (Flag) { {|PG2204:v.Value++|}; }", "if (Flag) { v.Add(1); }")]
    public Task A_change_becomes_one_step(string body, string result) =>
        Rule<LockingAnalyzer, AddFix>.FixesAsync(LockPrograms.In(body), LockPrograms.In(result));

    [Fact]
    public Task All_at_once() => Rule<LockingAnalyzer, AddFix>.FixesAsync(
        LockPrograms.In("{|PG2204:v.Value += 1|};\n        {|PG2204:s[0]++|};"),
        LockPrograms.In("v.Add(1);\n        s.Add(0, 1);"),
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("{|PG2204:v.Value *= 2|};")]
    [InlineData("int n = {|PG2204:v.Value++|};")]
    public Task What_Add_cannot_say_has_no_fix(string body) => Rule<LockingAnalyzer, AddFix>.HasNoFixAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("using (v.Acquire()) { v.Value += 1; }")]
    [InlineData("using LockScope held = v.Acquire(); v.Value++;")]
    [InlineData("using (a.Acquire()) { v.Value += 1; s[0]++; }")]
    [InlineData("a.Acquire(); try { v.Value += 1; } finally { a.Release(); }")]
    [InlineData("if (a.TryAcquire()) { v.Value += 1; a.Release(); }")]
    [InlineData("using (v.Lock!.Acquire()) { v.Value = v.Value + 1; }")]
    [InlineData("using (a.Acquire()) { new List<int> { 1 }.ForEach(n => v.Value += n); }")]
    [InlineData("v.Value = 1; s[0] = 2; v.Add(1); int n = v.Value + 1; v.Value = n;")]
    [InlineData("int n = 0; n += v.Value; n++;")]
    [InlineData("for (int i = 0; i < 2; i++) { using (v.Acquire()) { v.Value++; } }")]
    public Task A_change_under_a_lock_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body));

    [Theory]
    [InlineData("using SharedValue<int> n = new(0); n.Value += 1; Console.WriteLine(n.Value);")]
    [InlineData("using SharedValue<int> n = new(0); n.Value++; using T.UseProcess p = new(n); p.Start(); p.Join();")]
    [InlineData("for (int i = 0; i < s.Length; i++) { s[i] += 1; }")]
    [InlineData("for (int i = 0; i < 2; i++) { int mine = i * 2; s[mine + 1]++; }")]
    [InlineData("foreach (int i in Enumerable.Range(0, 3)) { s[i] -= 1; }")]
    [InlineData("ProcessLock[] all = [a]; using (all[0].Acquire()) { v.Value += 1; }")]
    [InlineData("Helper.Locked(a, () => v.Value += 1);")]
    [InlineData("Helper.Locked(a, () => { v.Value = v.Value + 1; });")]
    [InlineData("Helper.Enter(a); v.Value += 1; Helper.Leave(a);")]
    [InlineData("bool got = a.TryAcquire(); try { v.Value += 1; } finally { if (got) { a.Release(); } }")]
    [InlineData("void Bump() => v.Value += 1; using (v.Acquire()) { Bump(); }")]
    [InlineData("v.Value = Math.Max(s[0], 3); int old = v.Exchange(s[0] + 1);")]
    [InlineData("int seen; do { seen = v.Value; } while (v.CompareExchange(seen * 2, seen) != seen);")]
    public Task A_change_that_cannot_collide_or_is_under_a_lock_elsewhere_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);

    [Theory]
    [InlineData("public class Counter(SharedValue<int> v) { public void Bump() { using (v.Acquire()) { BumpCore(); } } private void BumpCore() => v.Value += 1; }")]
    [InlineData("public class Counter(SharedValue<int> v, ProcessLock l) { public void Bump() { l.Acquire(); try { Core(); } finally { l.Release(); } } private void Core() { v.Value++; } }")]
    [InlineData("public static class Bumps { public static void All(SharedArray<int> s) { using (s.Acquire()) { One(s); } } private static void One(SharedArray<int> s) => s[0] += 1; }")]
    [InlineData("public partial class Filler(SharedArray<int> all, int slot) : ChildProcess { [ProcessTarget] public override void Run() => all[slot] += 1; }")]
    [InlineData("public static partial class Jobs { [ProcessTarget] public static void Fill(SharedArray<double> all, int from, int to) { for (int i = from; i < to; i++) { all[i] *= 2; } } }")]
    public Task A_change_that_a_method_makes_for_callers_with_the_lock_is_left_alone(string source) => Rule<LockingAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("{|PG2204:v.Value = Math.Max(v.Value, 3)|};")]
    [InlineData("{|PG2204:v.Value = 1 + v.Value|};")]
    [InlineData("{|PG2204:v.Value = v.Value * 2|};")]
    [InlineData("{|PG2204:s[Math.Abs(s[1])] *= 2|};")]
    [InlineData("using SharedValue<byte> n = new(0); Jobs.Share(n); {|PG2204:n.Value -= (byte)s[0]|};")]
    [InlineData("using SharedValue<uint> n = new(0); Jobs.Share(n); {|PG2204:n.Value -= 1u|};")]
    [InlineData("using SharedValue<int> n = new(0); Jobs.Share(n); {|PG2204:n.Value *= 2|};")]
    [InlineData("new List<int> { 1 }.ForEach(n => {|PG2204:v.Value *= n|});")]
    public Task Others_are_reported_and_have_no_fix(string body) => Rule<LockingAnalyzer, AddFix>.HasNoFixAsync(
        LockPrograms.In(body).Replace("public static void Work()", "public static void Share<T>(SharedValue<T> value) where T : unmanaged { }\n    public static void Work()", StringComparison.Ordinal));

    [Theory]
    [InlineData("// One.\n        {|PG2204:v.Value += 1|}; // Two.", "// One.\n        v.Add(1); // Two.")]
    [InlineData("{|PG2204:s[Math.Abs(s[1])]++|};", "s.Add(Math.Abs(s[1]), 1);")]
    [InlineData("{|PG2204:v.Value -= Flag ? 1 : 2|};", "v.Add(-(Flag ? 1 : 2));")]
    public Task The_fix_keeps_comments_and_order(string body, string result) => Rule<LockingAnalyzer, AddFix>.FixesAsync(LockPrograms.In(body), LockPrograms.In(result));

    [Theory]
    [InlineData("void Bump() => v.Value += 1; void Safely() { using (v.Acquire()) { Bump(); } } Safely();")]
    [InlineData("Action bump = () => v.Value += 1; Action safely = () => { using (v.Acquire()) { bump(); } }; safely();")]
    public Task A_function_that_another_calls_under_its_lock_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);

    [Theory]
    [InlineData("int sum = 0; foreach (int n in s) { sum += n; } v.Value = sum;")]
    [InlineData("v.Add(v.Value); v.Exchange(v.Value + 1);")]
    [InlineData("using (v.Acquire()) { for (int i = 0; i < s.Length; i++) { v.Value += s[i]; s[0]++; } }")]
    [InlineData("using LockScope held = Flag ? v.Acquire() : s.Acquire(); v.Value *= 2;")]
    [InlineData("using SharedArray<int> mine = new(3); mine[0] += 1; mine[1]++; int n = mine[0];")]
    [InlineData("using SharedValue<int> n = new(0); for (int i = 0; i < 3; i++) { n.Value += i; } Console.WriteLine(n.Value);")]
    [InlineData("int i = 0; while (i < s.Length) { s[i] *= 2; i++; }")]
    [InlineData("int at = Flag ? 1 : 2; int[] own = new int[3]; own[at]++; own[0] += v.Value;")]
    [InlineData("LockScope scope = default; try { scope = v.Acquire(); v.Value++; } finally { scope.Dispose(); }")]
    [InlineData("if (v.Lock is { } theLock) { using (theLock.Acquire()) { v.Value++; } }")]
    [InlineData("Span<int> span = stackalloc int[2]; span[0]++; span[1] += v.Value;")]
    public Task More_that_users_write_is_left_alone(string body) => Rule<LockingAnalyzer>.IsSilentAsync(LockPrograms.In(body) + LockPrograms.Helpers);
}
