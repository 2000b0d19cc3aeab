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
}
