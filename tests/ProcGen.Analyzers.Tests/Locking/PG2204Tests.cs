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
}
