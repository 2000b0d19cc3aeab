using ProcGen.Analyzers.Isolation;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Isolation;

public class PG3003Tests
{
    [Theory]
    [InlineData("[ProcessTarget] public static string? Ask() => {|PG3003:Console.ReadLine()|};")]
    [InlineData("[ProcessTarget] public static int Ask() { while (true) { int n = {|PG3003:Console.Read()|}; } }")]
    [InlineData("[ProcessTarget] public static string? Ask() => {|PG3003:Console.In|}.ReadLine();")]
    [InlineData("[ProcessTarget] public static string? A() => Ask(); [ProcessTarget] public static string? B() => Ask(); private static string? Ask() => {|PG3003:Console.ReadLine()|};")]
    public Task Input_in_a_target_is_reported_once(string members) => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(members));

    [Fact]
    public Task Input_in_a_process_class_is_reported() => Rule<IsolationAnalyzer>.ReportsAsync(
        "public partial class Asker : ChildProcess { [ProcessTarget] public override void Run() => {|PG3003:Console.ReadKey()|}; }");

    [Theory]
    [InlineData("[ProcessTarget] public static void Tell() => Console.WriteLine();")]
    [InlineData("public static string? Ask() => Console.ReadLine(); [ProcessTarget] public static void Tell() { }")]
    [InlineData("[ProcessTarget] public static string? Read() => new StringReader(\"\").ReadLine();")]
    public Task Output_and_input_elsewhere_are_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("[ProcessTarget] public static string Name() => nameof(Console.ReadLine);")]
    [InlineData("[ProcessTarget] public static bool Ask() => Console.IsInputRedirected;")]
    [InlineData("[ProcessTarget] public static async Task<string?> Read(string path) { using StreamReader reader = new(path); return await reader.ReadLineAsync(); }")]
    [InlineData("[ProcessTarget] public static void Tell(string text) => Console.Out.WriteLine(text);")]
    [InlineData("public static void Here(ProcessPool pool) { string? line = Console.ReadLine(); pool.Jobs.Tell(line ?? \"\"); } [ProcessTarget] public static void Tell(string text) => Console.Error.WriteLine(text);")]
    public Task What_reads_nothing_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("public static void Main2() { while (Console.ReadLine() is { } line) { Console.WriteLine(Upper(line)); } } [ProcessTarget] public static string Upper(string line) => line.ToUpperInvariant();")]
    [InlineData("[ProcessTarget] public static string? First(string path) => File.ReadLines(path).FirstOrDefault();")]
    [InlineData("public static class Console2 { public static string? ReadLine() => \"a\"; } [ProcessTarget] public static string? Ask() => Console2.ReadLine();")]
    [InlineData("[ProcessTarget] public static void Wide() { int width = Console.IsOutputRedirected ? 80 : 100; Console.WriteLine(width); }")]
    public Task More_that_reads_elsewhere_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));
}
