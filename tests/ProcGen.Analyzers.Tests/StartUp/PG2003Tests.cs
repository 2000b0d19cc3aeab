using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.StartUp;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.Analyzers.Tests.Lifetime;

namespace ProcGen.Analyzers.Tests.StartUp;

public class PG2003Tests
{
    private const string Guard = "\nif (ProcessHost.IsChild) return ProcessHost.RunChild();\n";

    [Theory]
    [InlineData("using ProcessPool pool = {|PG2003:new(1)|};" + Guard)]
    [InlineData("Jobs.WorkProcess p = new();\n{|PG2003:p.Start()|};" + Guard + "p.Join();")]
    [InlineData("await {|PG2003:Jobs.WorkProcess.RunAsync()|};" + Guard)]
    [InlineData("{|PG2003:Begin()|};" + Guard + "static void Begin() { using ProcessPool pool = new(1); }")]
    [InlineData("int n = {|PG2003:Helper.Count()|};" + Guard)]
    public Task What_starts_before_the_guard_is_reported(string statements) => Rule<StartUpAnalyzer>.ReportsAsync(In(statements), OutputKind.ConsoleApplication);

    [Theory]
    [InlineData(Guard + "using ProcessPool pool = new(1);")]
    [InlineData("Console.WriteLine();" + Guard + "await Jobs.WorkProcess.RunAsync();")]
    [InlineData("Jobs.WorkProcess p = new();" + Guard + "p.Start(); p.Join();")]
    [InlineData("Func<ProcessPool> make = () => new ProcessPool(1);" + Guard + "using ProcessPool pool = make();")]
    [InlineData("using ProcessPool pool = new(1);")]
    [InlineData("Helper.Nothing();" + Guard + "int n = Helper.Count();")]
    public Task What_starts_behind_it_is_left_alone(string statements) => Rule<StartUpAnalyzer>.IsSilentAsync(In(statements), OutputKind.ConsoleApplication);

    private static string In(string statements) =>
        statements + "\nreturn 0;\n" + Programs.Targets + " public static class Helper { public static int Count() { using ProcessPool pool = new(1); return pool.Jobs.Count(1); } public static void Nothing() { } }";

    [Theory]
    [InlineData("if (args.Length > 0) { Console.WriteLine(args[0]); }" + Guard + "using ProcessPool pool = new(1);")]
    [InlineData("Lazy<ProcessPool> pool = new(() => new ProcessPool(1));" + Guard + "pool.Value.Dispose();")]
    [InlineData("static void Begin() { using ProcessPool pool = new(1); }" + Guard + "Begin();")]
    [InlineData("if (!ProcessHost.IsChild) { using ProcessPool pool = new(1); } else { return ProcessHost.RunChild(); }")]
    [InlineData("ProcessPoolOptions options = new() { Workers = 1 };" + Guard + "using ProcessPool pool = new(options);")]
    [InlineData("Action begin = Helper.Nothing; begin += () => Helper.Count();" + Guard + "begin();")]
    public Task Programs_of_users_with_the_guard_first_are_left_alone(string statements) => Rule<StartUpAnalyzer>.IsSilentAsync(In(statements), OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("if (args.Length > 0) { {|PG2003:Jobs.WorkProcess.RunAsync()|}.Wait(); return 1; }" + Guard)]
    [InlineData("using (ProcessPool pool = {|PG2003:new(1)|}) { int n = pool.Jobs.Count(1); }" + Guard)]
    [InlineData("Jobs.WorkProcess? p = new(); p?{|PG2003:.Start()|};" + Guard + "p?.Join();")]
    public Task Starts_on_some_way_to_the_guard_are_reported(string statements) => Rule<StartUpAnalyzer>.ReportsAsync(In(statements), OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("SharedValue<int> value = new(1);" + Guard + "value.Dispose();")]
    [InlineData("Jobs.CountProcess[] all = [new(1), new(2)];" + Guard + "foreach (Jobs.CountProcess p in all) { p.Start(); p.Join(); }")]
    [InlineData("int n = new InlineExecutor().Jobs.Count(1);" + Guard + "Console.WriteLine(n);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => Helper.Count();" + Guard + "Helper.Count();")]
    [InlineData("try { if (ProcessHost.IsChild) return ProcessHost.RunChild(); } finally { Console.Out.Flush(); } using ProcessPool pool = new(1);")]
    public Task More_that_stands_in_front_of_the_guard_is_left_alone(string statements) => Rule<StartUpAnalyzer>.IsSilentAsync(In(statements), OutputKind.ConsoleApplication);
}
