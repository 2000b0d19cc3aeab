using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1004Tests
{
    [Theory]
    [InlineData("public void {|PG1004:Run|}() { }", "public static void Run() { }")]
    [InlineData("void {|PG1004:Run|}() { }", "static void Run() { }")]
    [InlineData("public async Task {|PG1004:RunAsync|}() => await Task.Delay(Shared);", "public static async Task RunAsync() => await Task.Delay(Shared);")]
    [InlineData("internal int {|PG1004:Run|}(Jobs other) => other.Number + nameof(other.Number).Length;", "internal static int Run(Jobs other) => other.Number + nameof(other.Number).Length;")]
    [InlineData("public Jobs {|PG1004:Run|}() => new Jobs { Number = 1 };", "public static Jobs Run() => new Jobs { Number = 1 };")]
    public Task A_method_that_uses_nothing_of_its_object_is_made_static(string method, string result) =>
        Rule<DeclarationAnalyzer, MakeStaticFix>.FixesAsync(In(method), In(result));

    [Theory]
    [InlineData("public int {|PG1004:Run|}() => Number;")]
    [InlineData("public int {|PG1004:Run|}() => this.Number;")]
    [InlineData("public string {|PG1004:Run|}() => base.ToString()!;")]
    [InlineData("public void {|PG1004:Run|}() => Other(); private void Other() { }")]
    [InlineData("public virtual void {|PG1004:Run|}() { }")]
    public Task A_method_that_uses_its_object_has_no_fix(string method) => Rule<DeclarationAnalyzer, MakeStaticFix>.HasNoFixAsync(In(method));

    [Fact]
    public Task An_implementation_of_an_interface_has_no_fix() => Rule<DeclarationAnalyzer, MakeStaticFix>.HasNoFixAsync(
        "public partial class Jobs : IRun { [ProcessTarget] public void {|PG1004:Run|}() { } } public interface IRun { void Run(); }");

    [Fact]
    public Task All_are_made_static_at_once() => Rule<DeclarationAnalyzer, MakeStaticFix>.FixesAsync(
        "public partial class Jobs {\n[ProcessTarget] public void {|PG1004:A|}() { }\n[ProcessTarget] public void {|PG1004:B|}() { } }",
        "public partial class Jobs {\n[ProcessTarget] public static void A() { }\n[ProcessTarget] public static void B() { } }",
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { } public void Other() { } }")]
    [InlineData("public partial class Job : ChildProcess { [ProcessTarget] public override void Run() { } }")]
    [InlineData("public partial class Job : ChildProcess<int> { [ProcessTarget] public override async Task<int> RunAsync(CancellationToken token = default) { await Task.Yield(); return 1; } }")]
    [InlineData("public abstract class Base : ChildProcess; public partial class Job : Base { [ProcessTarget] public override void Run() { } }")]
    public Task Static_targets_and_process_classes_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Fact]
    public Task Another_method_of_a_process_class_is_reported() => Rule<DeclarationAnalyzer>.ReportsAsync(
        "public partial class Job : ChildProcess { [ProcessTarget] public void {|PG1004:Work|}() { } }");

    private static string In(string method) =>
        $"public partial class Jobs {{ public int Number {{ get; set; }} public static int Shared = 1; [ProcessTarget] {method} }}";

    [Theory]
    [InlineData("public void {|PG1004:Run|}() { } public static void Other() => new Jobs().Run();")]
    [InlineData("public void {|PG1004:Run|}() { } public static Action Other(Jobs jobs) => jobs.Run;")]
    [InlineData("public void {|PG1004:Run|}() { } public void Other() => this.Run();")]
    [InlineData("public void {|PG1004:Run|}() { } public static void Other(Jobs? jobs) => jobs?.Run();")]
    public Task A_method_that_is_called_on_an_object_has_no_fix(string method) => Rule<DeclarationAnalyzer, MakeStaticFix>.HasNoFixAsync(In(method));

    [Theory]
    [InlineData("public void {|PG1004:Run|}() { } public void Other() => Run();", "public static void Run() { } public void Other() => Run();")]
    [InlineData("// Runs.\n/* Here. */ public void {|PG1004:Run|}() { }", "// Runs.\n/* Here. */ public static void Run() { }")]
    [InlineData("// Runs.\nvoid {|PG1004:Run|}() { } /* Done. */", "// Runs.\nstatic void Run() { } /* Done. */")]
    [InlineData("async Task {|PG1004:RunAsync|}() => await Task.Yield();", "static async Task RunAsync() => await Task.Yield();")]
    public Task Callers_by_name_and_comments_stay(string method, string result) => Rule<DeclarationAnalyzer, MakeStaticFix>.FixesAsync(In(method), In(result));

    [Theory]
    [InlineData("public partial class Jobs { private readonly int _n = 1; [ProcessTarget] public static int Run(int n) => new Jobs()._n + n; public int Other() => Run(_n); }")]
    [InlineData("public static partial class Jobs { [ProcessTarget] internal static int Run(this int n) => n; }")]
    [InlineData("public partial class Job : ChildProcess { private int _n; [ProcessTarget] public override void Run() => _n++; private void Work() { } [ProcessTarget] public static void Other() { } }")]
    [InlineData("public partial class Job : ChildProcess<string> { [ProcessTarget] public sealed override string Run() => Name; }")]
    [InlineData("public partial class Job : StreamingChildProcess<int> { }")]
    [InlineData("public partial record Jobs(int N) { [ProcessTarget] public static Jobs Next(Jobs jobs) => jobs with { N = jobs.N + 1 }; }")]
    public Task Targets_of_users_that_have_no_object_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);
}
