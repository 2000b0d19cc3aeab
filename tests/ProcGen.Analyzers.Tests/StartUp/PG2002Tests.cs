using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.StartUp;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.StartUp;

public class PG2002Tests
{
    private const string Native = "build_property.PublishAot = true\n";

    [Theory]
    [InlineData("{|PG2002:Console|}.WriteLine();\n", "if (ProcessHost.IsChild) return ProcessHost.RunChild();\nConsole.WriteLine();\nreturn 0;\n")]
    [InlineData("// The program.\n{|PG2002:Console|}.WriteLine();\nreturn 1;\n", "// The program.\nif (ProcessHost.IsChild) return ProcessHost.RunChild();\nConsole.WriteLine();\nreturn 1;\n")]
    [InlineData("{|PG2002:if|} (args.Length > 0) return;\nawait Task.Yield();\n", "if (ProcessHost.IsChild) { Environment.ExitCode = ProcessHost.RunChild(); return; }\nif (args.Length > 0) return;\nawait Task.Yield();\n")]
    public Task Top_level_statements_are_given_the_guard(string source, string result) =>
        Rule<StartUpAnalyzer, WriteGuardFix>.FixesAsync(source, result, OutputKind.ConsoleApplication, Native);

    [Theory]
    [InlineData("int", "return ProcessHost.RunChild();", "return 0;")]
    [InlineData("void", "{ Environment.ExitCode = ProcessHost.RunChild(); return; }", "Console.WriteLine();")]
    [InlineData("async Task", "{ Environment.ExitCode = ProcessHost.RunChild(); return; }", "await Task.Yield();")]
    [InlineData("async Task<int>", "return ProcessHost.RunChild();", "return await Task.FromResult(1);")]
    [InlineData("Task<int>", "return Task.FromResult(ProcessHost.RunChild());", "return Task.FromResult(1);")]
    [InlineData("Task", "{ Environment.ExitCode = ProcessHost.RunChild(); return Task.CompletedTask; }", "return Task.CompletedTask;")]
    public Task Main_is_given_the_guard(string type, string guard, string body) => Rule<StartUpAnalyzer, WriteGuardFix>.FixesAsync(
        $$"""
        public static class Program
        {
            public static {{type}} {|PG2002:Main|}()
            {
                {{body}}
            }
        }
        """,
        $$"""
        public static class Program
        {
            public static {{type}} Main()
            {
                if (ProcessHost.IsChild) {{guard}}
                {{body}}
            }
        }
        """,
        OutputKind.ConsoleApplication,
        Native);

    [Theory]
    [InlineData("build_property.PublishAot = True\n")]
    [InlineData("build_property.PublishTrimmed = true\n")]
    [InlineData("build_property.StartupHookSupport = false\n")]
    public Task Every_program_without_hooks_is_looked_at(string settings) =>
        Rule<StartUpAnalyzer>.ReportsAsync("{|PG2002:Console|}.WriteLine();", OutputKind.ConsoleApplication, settings);

    [Theory]
    [InlineData("Console.WriteLine();", "")]
    [InlineData("Console.WriteLine();", "build_property.PublishAot = false\n")]
    [InlineData("Console.WriteLine();", "build_property.PublishAot = \nbuild_property.PublishTrimmed = \n")]
    [InlineData("Console.WriteLine();", "build_property.PublishTrimmed = true\nbuild_property.StartupHookSupport = true\n")]
    [InlineData("if (ProcessHost.IsChild) return ProcessHost.RunChild();\nConsole.WriteLine();\nreturn 0;", Native)]
    [InlineData("if (ProcessHost.IsChild)\n{\n    return ProcessHost.RunChild();\n}\nreturn 0;", Native)]
    [InlineData("public static class Program { public static int Main() => ProcessHost.IsChild ? ProcessHost.RunChild() : 0; }", Native)]
    public Task Programs_that_have_hooks_or_the_guard_are_left_alone(string source, string settings) =>
        Rule<StartUpAnalyzer>.IsSilentAsync(source, OutputKind.ConsoleApplication, settings);

    [Fact]
    public Task A_library_has_no_Main() => Rule<StartUpAnalyzer>.IsSilentAsync("public static class Program { public static void Main() { } }", settings: Native);
}
