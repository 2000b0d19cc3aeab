using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1007Tests
{
    [Fact]
    public Task Async_void_becomes_a_task() => Rule<DeclarationAnalyzer, ReturnTaskFix>.FixesAsync(
        "public partial class Jobs { [ProcessTarget] public static async void {|PG1007:Run|}() => await Task.Yield(); }",
        "public partial class Jobs { [ProcessTarget] public static async Task Run() => await Task.Yield(); }");

    [Fact]
    public Task All_at_once() => Rule<DeclarationAnalyzer, ReturnTaskFix>.FixesAsync(
        "public partial class Jobs {\n[ProcessTarget] public static async void {|PG1007:A|}() => await Task.Yield();\n[ProcessTarget] public static async void {|PG1007:B|}() => await Task.Yield(); }",
        "public partial class Jobs {\n[ProcessTarget] public static async Task A() => await Task.Yield();\n[ProcessTarget] public static async Task B() => await Task.Yield(); }",
        times: 2,
        timesAtOnce: 1);

    [Fact]
    public Task The_override_of_Run_has_no_fix() => Rule<DeclarationAnalyzer, ReturnTaskFix>.HasNoFixAsync(
        "public partial class Job : ChildProcess { [ProcessTarget] public override async void {|PG1007:Run|}() => await Task.Yield(); }");

    [Theory]
    [InlineData("[ProcessTarget] public static async Task Run() => await Task.Yield();")]
    [InlineData("[ProcessTarget] public static async ValueTask<int> Run() { await Task.Yield(); return 1; }")]
    [InlineData("[ProcessTarget] public static void Run() { }")]
    [InlineData("public static async void Run() => await Task.Yield();")]
    public Task Tasks_and_methods_that_are_no_targets_are_left_alone(string method) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {method} }}");

    [Fact]
    public Task A_partial_method_has_no_fix() => Rule<DeclarationAnalyzer, ReturnTaskFix>.HasNoFixAsync(
        "public partial class Jobs { [ProcessTarget] public static partial void {|PG1007:Run|}(); public static async partial void Run() => await Task.Yield(); }");

    [Fact]
    public Task Comments_stay_and_names_are_short() => Rule<DeclarationAnalyzer, ReturnTaskFix>.FixesAsync(
        "public partial class Jobs\n{\n    // Runs.\n    [ProcessTarget]\n    public static async /* nothing */ void {|PG1007:Run|}()\n    {\n        await Task.Yield();\n        if (Flag) { return; }\n    }\n\n    public static bool Flag;\n}",
        "public partial class Jobs\n{\n    // Runs.\n    [ProcessTarget]\n    public static async /* nothing */ Task Run()\n    {\n        await Task.Yield();\n        if (Flag) { return; }\n    }\n\n    public static bool Flag;\n}");

    [Theory]
    [InlineData("[ProcessTarget] public static async Task<int> Run() { Action fire = async () => await Task.Yield(); fire(); await Task.Yield(); return 1; }")]
    [InlineData("[ProcessTarget] public static async IAsyncEnumerable<int> Run() { await Task.Yield(); yield return 1; }")]
    [InlineData("[ProcessTarget] public static Task Run() { Local(); return Task.CompletedTask; static async void Local() => await Task.Yield(); }")]
    [InlineData("[ProcessTarget] public static async ValueTask Run(CancellationToken token) => await Task.Delay(1, token);")]
    [InlineData("public event EventHandler? Changed; public async void OnChanged(object? sender, EventArgs e) => await Task.Yield(); [ProcessTarget] public static void Run() { }")]
    public Task Asynchronous_methods_of_users_are_left_alone(string method) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {method} }}");
}
