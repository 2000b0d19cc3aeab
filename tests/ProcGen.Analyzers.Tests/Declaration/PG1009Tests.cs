using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1009Tests
{
    [Theory]
    [InlineData("public partial interface IJobs { [ProcessTarget] static abstract void {|PG1009:Run|}(); }")]
    [InlineData("public abstract partial class Job : ChildProcess { [ProcessTarget] public override void {|PG1009:Run|}() { } }")]
    [InlineData("public partial class Job : ChildProcess {\n[ProcessTarget] public override void {|PG1009:Run|}() { }\n[ProcessTarget] public override Task {|PG1009:RunAsync|}(CancellationToken token = default) => throw null!; }")]
    [InlineData("public abstract class Base : ChildProcess { protected Base(int value) { } } public partial class Job : Base { public Job() : base(1) { } [ProcessTarget] public override void {|PG1009:Run|}() { } }")]
    [InlineData("public class Jobs { public void Run() { [{|PG1009:ProcessTarget|}] static void Local() { } Local(); } }")]
    [InlineData("public class Jobs { public Action Run() => [{|PG1009:ProcessTarget|}] static () => { }; }")]
    [InlineData("public class Jobs { public static int Value { [{|PG1009:ProcessTarget|}] get => 1; } }")]
    [InlineData("public class Jobs { [{|PG1009:ProcessTarget|}] public static Jobs operator +(Jobs left, Jobs right) => left; }")]
    [InlineData("public interface IRun { void Run(); } public partial class Jobs : IRun { [{|PG1009:ProcessTarget|}] void IRun.Run() { } }")]
    [InlineData("public static class Jobs { extension(string text) { [{|PG1009:ProcessTarget|}] public static void Run() { } } }")]
    public Task What_no_child_could_run_is_reported(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Theory]
    [InlineData("public partial class Jobs { [ProcessTarget] public static partial int Run(); public static partial int Run() => 1; }")]
    [InlineData("public abstract class Base : ChildProcess { protected Base() { } } public partial class Job : Base { [ProcessTarget] public override void Run() { } }")]
    [InlineData("public partial class Job : ChildProcess { [ProcessTarget] public override void Run() { } [ProcessTarget] public static void Other() { } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { [Obsolete] static void Local() { } Action a = [Obsolete] () => { }; } }")]
    public Task What_it_can_run_is_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("public partial class Job(int n) : ChildProcess<int> { [ProcessTarget] public override int Run() => n; }")]
    [InlineData("public partial class Job : ChildProcess<int> { [ProcessTarget] public override async Task<int> RunAsync(CancellationToken token = default) { await Task.Yield(); return 1; } }")]
    [InlineData("public abstract class Base : ChildProcess { public string Title { get; }= \"a\"; } public sealed partial class Job : Base { [ProcessTarget] public override void Run() => Console.WriteLine(1); }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { Local(); static void Local() { } Func<int> f = static () => 1; } }")]
    [InlineData("public partial struct Jobs { [ProcessTarget] public static int Run() => 1; } public partial interface IMore { [ProcessTarget] public static int Run() => 1; }")]
    public Task Process_classes_of_users_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);
}
