using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2104Tests
{
    private const string Types = """

        public static partial class Parents
        {
            [ProcessTarget] public static void Direct() { using Jobs.WorkProcess p = new(); p.Start(); p.Join(); }
            [ProcessTarget] public static Task AwaitsAsync() => Jobs.WorkProcess.RunAsync();
            [ProcessTarget] public static void Pools() { using ProcessPool pool = new(1); }
            [ProcessTarget] public static void Through() => Helper.First();
            [ProcessTarget] public static void InLambda() { Action a = () => Helper.Second(); a(); }
            [ProcessTarget] public static void Nothing() => Helper.Third();
        }

        public static class Helper
        {
            public static void First() => Second();
            public static void Second() { using ProcessPool pool = new(1); }
            public static void Third() => Third();
        }

        public partial class Parent : ChildProcess { [ProcessTarget] public override void Run() => Helper.First(); }
        public partial class Loner : ChildProcess { [ProcessTarget] public override void Run() => Helper.Third(); }
        """;

    [Theory]
    [InlineData("Parents.DirectProcess p = {|PG2104:new() { IsDaemon = true }|};")]
    [InlineData("var p = {|PG2104:new Parents.AwaitsProcess() { IsDaemon = true }|};")]
    [InlineData("using Parents.PoolsProcess p = {|PG2104:new() { Name = \"a\", IsDaemon = true }|};")]
    [InlineData("using Parents.ThroughProcess p = {|PG2104:new() { IsDaemon = true }|};")]
    [InlineData("using Parents.InLambdaProcess p = {|PG2104:new() { IsDaemon = true }|};")]
    [InlineData("using Parent p = {|PG2104:new() { IsDaemon = true }|};")]
    public Task A_daemon_whose_target_starts_processes_is_reported(string body) => Rule<DaemonAnalyzer>.ReportsAsync(Programs.In(body) + Types);

    [Theory]
    [InlineData("Parents.DirectProcess p = new();")]
    [InlineData("Parents.DirectProcess p = new() { IsDaemon = false };")]
    [InlineData("Parents.DirectProcess p = new() { IsDaemon = Flag };")]
    [InlineData("using Parents.NothingProcess p = new() { IsDaemon = true };")]
    [InlineData("using Jobs.WorkProcess p = new() { IsDaemon = true };")]
    [InlineData("using Parent p = new();")]
    [InlineData("using Loner p = new() { IsDaemon = true };")]
    public Task Others_are_left_alone(string body) => Rule<DaemonAnalyzer>.IsSilentAsync(Programs.In(body) + Types);

    [Theory]
    [InlineData("if (!ProcessInfo.Current.IsDaemon) { using ProcessPool pool = new(1); }")]
    [InlineData("using ProcessPool? pool = ProcessInfo.Current.IsDaemon ? null : new ProcessPool(1);")]
    [InlineData("ProcessPoolOptions options = new() { Workers = 1 }; Console.WriteLine(options);")]
    [InlineData("ITargetExecutor here = new InlineExecutor(); here.Jobs.Work();")]
    [InlineData("string name = nameof(Parents.Direct); Console.WriteLine(name);")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Run();")]
    public Task A_target_that_asks_or_starts_nothing_is_left_alone(string target) => Rule<DaemonAnalyzer>.IsSilentAsync(
        Programs.In("using Careful.LookProcess p = new() { IsDaemon = true }; p.Start(); p.Join();") + Types
        + " public static partial class Careful { [ProcessTarget] public static void Look() { " + target + " } }");
}
