using ProcGen.Analyzers.Locking;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Locking;

public class PG2206Tests
{
    private const string Targets = """
         public static partial class T
        {
            [ProcessTarget] public static void Locks(ProcessLock a) { }
            [ProcessTarget] public static void Waits(int n, ProcessCondition c) { }
            [ProcessTarget] public static void Plain(int n) { }
        }
        """;

    [Theory]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); {|PG2206:p.Kill()|};")]
    [InlineData("T.WaitsProcess p = new(1, c); try { p.Start(); {|PG2206:p.Kill()|}; } finally { p.Dispose(); }")]
    [InlineData("using ChildProcess p = new T.LocksProcess(a); p.Start(); if (Flag) { {|PG2206:p.Kill()|}; }")]
    public Task A_kill_of_one_that_may_hold_a_lock_is_reported(string body) => Rule<ProcessBoundaryAnalyzer>.ReportsAsync(LockPrograms.In(body) + Targets);

    [Theory]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); p.Terminate();")]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); p.Cancel(); p.Join();")]
    [InlineData("using T.PlainProcess p = new(1); p.Start(); p.Kill();")]
    [InlineData("System.Diagnostics.Process p = new(); p.Kill();")]
    public Task Others_are_left_alone(string body) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body) + Targets);

    [Theory]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); p.Terminate(); if (!p.Join(TimeSpan.Zero)) { p.Kill(); }")]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); try { p.Cancel(); p.Join(TimeSpan.Zero); } finally { p.Kill(); }")]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); p.Interrupt(); if (p.IsAlive) { p.Kill(); }")]
    [InlineData("ChildProcess[] all = [new T.LocksProcess(a)]; foreach (ChildProcess p in all) { p.Kill(); }")]
    [InlineData("using T.LocksProcess p = new(a); p.Start(); p.Join(); Action kill = p.Kill;")]
    public Task Who_has_been_asked_to_end_may_be_killed(string body) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body) + Targets);

    [Fact]
    public Task A_lock_that_is_given_in_an_initializer_is_seen() => Rule<ProcessBoundaryAnalyzer>.ReportsAsync(
        LockPrograms.In("using Holder p = new() { Gate = a }; p.Start(); {|PG2206:p.Kill()|};")
        + " public partial class Holder : ChildProcess { public ProcessLock? Gate { get; set; } [ProcessTarget] public override void Run() { } }");

    [Theory]
    [InlineData("using T.PlainProcess p = new(1); p.Start(); if (!p.Join(TimeSpan.FromSeconds(1))) { p.Kill(); }")]
    [InlineData("using ProcessPool pool = new(1); pool.Kill();")]
    [InlineData("using T.LocksProcess p = new(a), q = new(b); p.Start(); q.Start(); p.Join(); q.Terminate();")]
    [InlineData("foreach (ChildProcess p in ChildProcess.Active) { p.Kill(); }")]
    [InlineData("using T.LocksProcess p = new(a) { Name = \"a\" }; p.Start(); p.Cancel(); if (!p.Join(TimeSpan.FromSeconds(1))) { p.Kill(); p.Join(); }")]
    public Task More_kills_of_users_are_left_alone(string body) => Rule<ProcessBoundaryAnalyzer>.IsSilentAsync(LockPrograms.In(body) + Targets);
}
