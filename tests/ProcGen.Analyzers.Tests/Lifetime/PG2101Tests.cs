using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2101Tests
{
    [Theory]
    [InlineData("using Jobs.WorkProcess p = new(); {|PG2101:p.Join()|};")]
    [InlineData("using var p = new Jobs.WorkProcess(); if (Flag) { {|PG2101:p.Join()|}; }")]
    [InlineData("using ChildProcess p = new Jobs.WorkProcess(); while (Flag) { {|PG2101:p.Join(TimeSpan.Zero)|}; }")]
    [InlineData("Jobs.WorkProcess p; p = new Jobs.WorkProcess(); {|PG2101:p.Join()|}; p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); try { {|PG2101:p.Join()|}; } finally { p.Dispose(); }")]
    [InlineData("using (Jobs.WorkProcess p = new()) { {|PG2101:p.Join()|}; }")]
    [InlineData("Jobs.WorkProcess p = new() { Name = Flag ? \"a\" : \"b\" }; using (p) { {|PG2101:p.Join()|}; }")]
    [InlineData("using Jobs.CountProcess p = new(1); int n = {|PG2101:p.Result|};")]
    [InlineData("using Jobs.CountProcess p = new(1); Task<int> t = {|PG2101:p.GetResultAsync()|};")]
    [InlineData("using Jobs.RowsProcess p = new(); IAsyncEnumerable<int> rows = {|PG2101:p.ReadAllAsync()|};")]
    [InlineData("using Greeter p = new(); WaitHandle h = {|PG2101:p.Sentinel|};")]
    [InlineData("using Greeter? p = new(); p?{|PG2101:.Join()|};")]
    [InlineData("using Greeter p = new(); {|PG2101:p.Join(Flag ? TimeSpan.Zero : TimeSpan.MaxValue)|};")]
    [InlineData("using Greeter p = new(); string s = p.Name; bool b = p.IsAlive; {|PG2101:p.Join()|}; p.Join();")]
    [InlineData("Action a = () => { using Greeter p = new(); {|PG2101:p.Join()|}; };")]
    [InlineData("try { if (Flag) { Keep(null!); } Action a = () => { Greeter p = new(); {|PG2101:p.Join()|}; }; } catch (Exception) { Keep(null!); } finally { Keep(null!); }")]
    [InlineData("void Local() { using Greeter p = new(); {|PG2101:p.Join()|}; } Local();")]
    [InlineData("using Greeter p = new(); switch (Flag) { case true: {|PG2101:p.Join()|}; break;\ndefault: {|PG2101:p.Join()|}; break; }")]
    [InlineData("using Greeter p = new(); again: {|PG2101:p.Join()|}; if (Flag) { goto again; }")]
    public Task What_was_never_started_on_any_way_is_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body));

    [Theory]
    [InlineData("await using Jobs.WorkProcess p = new(); await {|PG2101:p.WaitForExitAsync()|};")]
    [InlineData("using Jobs.CountProcess p = new(1); int n = await {|PG2101:p.GetResultAsync()|};")]
    public Task Asynchronous_waits_are_reported(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.InAsync(body));

    [Theory]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); if (Flag) { p.Start(); } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); if (Flag) { p.Start(); } else { p.Start(); } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); while (Flag) { p.Start(); } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); foreach (int i in new[] { 1 }) { if (i == 0) { p.Start(); } else { p.Join(); } }")]
    [InlineData("using Jobs.WorkProcess p = new(); for (int i = 0; i < 2; i++) { if (i == 1) { p.Join(); } else { p.Start(); } }")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); } finally { p.Join(); p.Dispose(); }")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); return; } finally { p.Join(); p.Dispose(); }")]
    [InlineData("Jobs.WorkProcess p = new(); try { } finally { p.Start(); } p.Join(); p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); try { try { } finally { p.Start(); } } finally { p.Dispose(); }")]
    [InlineData("Jobs.WorkProcess p = new(); try { if (Flag) { return; } } finally { p.Start(); } p.Join(); p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); throw new Exception(); } catch (Exception) { p.Join(); } p.Dispose();")]
    [InlineData("Jobs.WorkProcess p = new(); try { p.Start(); } catch (Exception e) when (Flag) { p.Join(); } p.Join(); p.Dispose();")]
    [InlineData("using Jobs.WorkProcess p = new(); if (!Flag) { return; } p.Start(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); goto start; join: p.Join(); return; start: p.Start(); goto join;")]
    [InlineData("using Jobs.WorkProcess p = new(); Action a = () => p.Start(); a(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); Action a = p.Start; a(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); void Local() => p.Start(); Local(); p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); Action a = () => p.Join(); p.Start(); a();")]
    [InlineData("Jobs.WorkProcess p = new(); _kept = p; _kept.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); _all.Add(p); _all[0].Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); Keep(p); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); ChildProcess alias = p; alias.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); ref Jobs.WorkProcess alias = ref p; alias.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); Jobs.WorkProcess[] all = [p]; all[0].Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); (ChildProcess, int) pair = (p, 1); pair.Item1.Start(); p.Join();")]
    [InlineData("Jobs.WorkProcess? p = new(); p?.Start(); p?.Join(); p?.Dispose();")]
    [InlineData("Jobs.WorkProcess? p = null; if (Flag) { p = new(); p.Start(); } p?.Join();")]
    [InlineData("Jobs.WorkProcess p = new(); p.Start(); p.Dispose(); p = new(); p.Start(); p.Join(); p.Dispose();")]
    [InlineData("_kept = new(); _kept.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); switch (Flag) { case true: p.Start(); break; default: return; } p.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); bool ok = Flag && Started(p) && p.Join(TimeSpan.Zero); static bool Started(ChildProcess q) { q.Start(); return true; }")]
    [InlineData("Jobs.WorkProcess p = new(); p.Dispose(); int? code = p.ExitCode;")]
    [InlineData("using Greeter p = new(); p.Run();")]
    [InlineData("using Jobs.WorkProcess p = new(); lock (this) { p.Start(); } p.Join();")]
    public Task What_may_have_been_started_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("await using Jobs.WorkProcess p = new(); p.Start(); await p.WaitForExitAsync();")]
    [InlineData("await Jobs.WorkProcess.RunAsync(); int n = await Jobs.CountProcess.RunAsync(1);")]
    [InlineData("await using Jobs.WorkProcess p = new(); await Task.Yield(); p.Start(); await Task.Yield(); p.Join();")]
    [InlineData("await using Jobs.RowsProcess p = new(); p.Start(); await foreach (int row in p.ReadAllAsync()) { }")]
    public Task Asynchronous_programs_that_start_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.InAsync(body));

    [Fact]
    public Task Top_level_statements_are_seen_and_fixed() => Rule<LifetimeAnalyzer, StartFirstFix>.FixesAsync(
        "using Jobs.WorkProcess p = new();\n{|PG2101:p.Join()|};\n" + Programs.Targets,
        "using Jobs.WorkProcess p = new();\np.Start();\np.Join();\n" + Programs.Targets,
        OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("using Jobs.WorkProcess p = new();\n        {|PG2101:p.Join()|};", "using Jobs.WorkProcess p = new();\n        p.Start();\n        p.Join();")]
    [InlineData("using Jobs.CountProcess p = new(1);\n        int n = {|PG2101:p.Result|};", "using Jobs.CountProcess p = new(1);\n        p.Start();\n        int n = p.Result;")]
    public Task The_fix_starts_the_process(string body, string result) =>
        Rule<LifetimeAnalyzer, StartFirstFix>.FixesAsync(Programs.In(body), Programs.In(result));

    [Fact]
    public Task All_are_started_at_once() => Rule<LifetimeAnalyzer, StartFirstFix>.FixesAsync(
        Programs.In("using Jobs.WorkProcess p = new();\n        {|PG2101:p.Join()|};\n        using Greeter q = new();\n        {|PG2101:q.Join()|};"),
        Programs.In("using Jobs.WorkProcess p = new();\n        p.Start();\n        p.Join();\n        using Greeter q = new();\n        q.Start();\n        q.Join();"),
        times: 2,
        timesAtOnce: 1);

    private const string Starters = """

        public partial class Starter : ChildProcess
        {
            public int Number { get; set; }
            public bool IsBegun { get { Start(); return true; } }
            public void Begin() => Start();
            [ProcessTarget] public override void Run() { }
        }

        public partial class Eager : ChildProcess
        {
            public Eager() { if (ProcessInfo.Parent is null) { Start(); } }
            [ProcessTarget] public override void Run() { }
        }

        public partial class EagerChild : Eager { [ProcessTarget] public override void Run() { } }

        public static class Starting
        {
            public static T Begun<T>(this T process) where T : ChildProcess { process.Start(); return process; }
            extension(ChildProcess process) { public void Go() => process.Start(); public bool Going { get { process.Start(); return true; } } }
        }
        """;

    [Theory]
    [InlineData("using Starter p = new(); p.Begin(); p.Join();")]
    [InlineData("using Starter p = new(); if (p.IsBegun) { p.Join(); }")]
    [InlineData("using Eager p = new(); p.Join();")]
    [InlineData("using EagerChild p = new() { Name = \"a\" }; p.Join();")]
    [InlineData("using Greeter p = new(); p.Begun(); p.Join();")]
    [InlineData("using Greeter p = new Greeter().Begun(); p.Join();")]
    [InlineData("using Greeter p = new(); p.Go(); p.Join();")]
    [InlineData("using Greeter p = new(); if (p.Going) { p.Join(); }")]
    public Task Members_of_ones_own_may_start_it(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body) + Starters);

    [Theory]
    [InlineData("using Starter p = new(); p.Number = 1; {|PG2101:p.Join()|};")]
    [InlineData("using Starter p = new() { Number = 1 }; int n = p.Number; {|PG2101:p.Join()|};")]
    [InlineData("using Greeter p = new(), q = new(); p.Start(); {|PG2101:q.Join()|}; p.Join();")]
    [InlineData("using Greeter p = new(); {|PG2101:p!.Join()|};")]
    [InlineData("using Greeter p = new(); Task t = {|PG2101:p.WaitForExitAsync()|};")]
    public Task Members_of_ones_own_that_only_hold_a_value_start_nothing(string body) => Rule<LifetimeAnalyzer>.ReportsAsync(Programs.In(body) + Starters);

    [Theory]
    [InlineData("ChildProcess[] all = [new Greeter(), new Greeter()]; foreach (ChildProcess p in all) { p.Start(); } foreach (ChildProcess p in all) { p.Join(); }")]
    [InlineData("List<ChildProcess> all = [.. Enumerable.Range(0, 3).Select(i => new Jobs.CountProcess(i))]; all.ForEach(p => p.Start()); all.ForEach(p => p.Join());")]
    [InlineData("using Greeter p = new(); (ChildProcess a, int n) = (p, 1); a.Start(); p.Join();")]
    [InlineData("object o = new Greeter(); if (o is Greeter p) { p.Join(); }")]
    [InlineData("if (new Greeter() is var p && Flag) { p.Start(); p.Join(); }")]
    [InlineData("using ChildProcess p = Flag ? new Greeter() : new Jobs.WorkProcess(); p.Start(); p.Join();")]
    [InlineData("_kept ??= new(); _kept.Join();")]
    [InlineData("using Greeter p = new(); p.OutputReceived += line => p.Kill(); p.Start(); p.Join();")]
    [InlineData("using Greeter p = new(); for (; ; ) { try { p.Start(); break; } catch (ProcessStartException) when (Flag) { } } p.Join();")]
    [InlineData("using Greeter p = new(); Task.Run(p.Start).Wait(); p.Join();")]
    [InlineData("using Greeter p = new(); Func<bool> started = () => { p.Start(); return true; }; if (started()) { p.Join(); }")]
    [InlineData("using Greeter p = new(); string n = nameof(p.Sentinel); p.Start(); p.Join();")]
    [InlineData("switch (Flag) { case true: using (Greeter p = new()) { p.Start(); p.Join(); } break; }")]
    [InlineData("Greeter p = new(); p!.Start(); p!.Join(); p.Dispose();")]
    [InlineData("using Greeter p = new(), q = new(); p.Start(); q.Start(); q.Join(); p.Join();")]
    [InlineData("using Greeter p = new(); bool isStarted = false; while (!isStarted) { p.Start(); isStarted = true; } p.Join();")]
    [InlineData("ChildProcess Make() { Greeter q = new(); q.Start(); return q; } using ChildProcess p = Make(); p.Join();")]
    public Task Programs_of_users_that_start_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("// Wait.\n        {|PG2101:p.Join()|}; // Done.", "p.Start();\n        // Wait.\n        p.Join(); // Done.")]
    [InlineData("while (!{|PG2101:p.Join(TimeSpan.Zero)|})\n        {\n        }", "p.Start();\n        while (!p.Join(TimeSpan.Zero))\n        {\n        }")]
    [InlineData("if (Flag) {|PG2101:p.Join()|}; // Done.", "if (Flag)\n        {\n            p.Start();\n            p.Join();\n        } // Done.")]
    public Task The_fix_keeps_comments_and_order(string body, string result) => Rule<LifetimeAnalyzer, StartFirstFix>.FixesAsync(
        Programs.In("using Jobs.WorkProcess p = new();\n        " + body),
        Programs.In("using Jobs.WorkProcess p = new();\n        " + result));

    [Theory]
    [InlineData("using Jobs.CountProcess p = new(1); p.Start(); if (p.Join(TimeSpan.FromSeconds(1)) && p.ExitCode is 0) { Console.WriteLine(p.Result); } else { p.Kill(); }")]
    [InlineData("Jobs.CountProcess[] all = new Jobs.CountProcess[3]; for (int i = 0; i < all.Length; i++) { all[i] = new(i); all[i].Start(); } Console.WriteLine(all.Sum(p => p.Result));")]
    [InlineData("Dictionary<string, ChildProcess> all = new() { [\"a\"] = new Greeter() }; foreach ((string name, ChildProcess p) in all) { p.Start(); p.Join(); }")]
    [InlineData("using Greeter p = new(); Thread starter = new(p.Start); starter.Start(); starter.Join(); p.Join();")]
    [InlineData("using Greeter p = new(); Lazy<bool> started = new(() => { p.Start(); return true; }); if (started.Value) { p.Join(); }")]
    [InlineData("Greeter? p = null; try { p = new(); p.Start(); p.Join(); } finally { p?.Dispose(); }")]
    [InlineData("Greeter? p = Flag ? new Greeter() : null; p?.Start(); p?.Join();")]
    [InlineData("using Greeter p = new(); int tries = 0; do { try { p.Start(); } catch (ProcessStartException) { tries++; continue; } break; } while (tries < 3); p.Join();")]
    [InlineData("foreach (ChildProcess p in new ChildProcess[] { new Greeter(), new Jobs.WorkProcess() }) { using (p) { p.Start(); p.Join(); } }")]
    [InlineData("using Greeter p = new(); bool joined = Flag; if (joined) { p.Start(); } if (joined) { p.Join(); }")]
    [InlineData("using Greeter p = new(); lock (_all) { _all.Add(p); } foreach (ChildProcess each in _all) { each.Start(); } p.Join();")]
    [InlineData("Queue<ChildProcess> waiting = new([new Greeter()]); while (waiting.TryDequeue(out ChildProcess? p)) { p.Start(); p.Join(); }")]
    [InlineData("ChildProcess p = (Flag, _all.Count) switch { (true, _) => new Greeter(), _ => new Jobs.WorkProcess() }; p.Start(); p.Join();")]
    [InlineData("using Greeter p = new() { Name = \"a\", IsDaemon = true, Output = OutputMode.Capture }; p.OutputReceived += line => Console.WriteLine(line.Text); p.Start(); p.Join();")]
    public Task More_programs_of_users_that_start_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
