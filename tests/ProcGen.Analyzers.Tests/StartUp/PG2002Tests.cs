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

    [Theory]
    [InlineData("if (Guard.Ran(out int code)) return code;\nConsole.WriteLine();\nreturn 0;\npublic static class Guard { public static bool Ran(out int code) { code = ProcessHost.IsChild ? ProcessHost.RunChild() : 0; return code != 0; } }")]
    [InlineData("using static ProcGen.ProcessHost;\nif (IsChild) return RunChild();\nreturn 0;")]
    [InlineData("using Host = ProcGen.ProcessHost;\nif (Host.IsChild) return Host.RunChild();\nreturn 0;")]
    [InlineData("public static class Program { public static async Task<int> Main() => ProcessHost.IsChild ? ProcessHost.RunChild() : await WorkAsync(); private static Task<int> WorkAsync() => Task.FromResult(0); }")]
    [InlineData("public static class Program { public static int Main() => Enter() ?? 0; private static int? Enter() => ProcessHost.IsChild ? ProcessHost.RunChild() : null; }")]
    [InlineData("switch (ProcessHost.IsChild) { case true: return ProcessHost.RunChild(); default: return 0; }")]
    public Task A_guard_in_other_clothes_is_a_guard(string source) => Rule<StartUpAnalyzer>.IsSilentAsync(source, OutputKind.ConsoleApplication, Native);

    [Theory]
    [InlineData("public static int {|PG2002:Main|}() => 1; // One.", "public static int Main()\n    {\n        if (ProcessHost.IsChild) return ProcessHost.RunChild();\n        return 1; // One.\n    }")]
    [InlineData("public static void {|PG2002:Main|}() => Console.WriteLine();", "public static void Main()\n    {\n        if (ProcessHost.IsChild) { Environment.ExitCode = ProcessHost.RunChild(); return; }\n        Console.WriteLine();\n    }")]
    [InlineData("public static int {|PG2002:Main|}() => throw new NotSupportedException();", "public static int Main()\n    {\n        if (ProcessHost.IsChild) return ProcessHost.RunChild();\n        throw new NotSupportedException();\n    }")]
    [InlineData("public static void {|PG2002:Main|}()\n    {\n        // First.\n        Console.WriteLine();\n    }", "public static void Main()\n    {\n        if (ProcessHost.IsChild) { Environment.ExitCode = ProcessHost.RunChild(); return; }\n        // First.\n        Console.WriteLine();\n    }")]
    public Task The_guard_leaves_the_rest_of_Main_as_it_was(string main, string result) => Rule<StartUpAnalyzer, WriteGuardFix>.FixesAsync(
        "public static class Program\n{\n    " + main + "\n}\n",
        "public static class Program\n{\n    " + result + "\n}\n",
        OutputKind.ConsoleApplication,
        Native);

    [Theory]
    [InlineData("using ProcGen.More;\nif (Entry.IsChildRun(out int? code)) return code.Value;\nreturn 0;\nnamespace ProcGen.More { public static class Entry { public static bool IsChildRun([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out int? code) { code = ProcessHost.IsChild ? ProcessHost.RunChild() : null; return code is not null; } } }")]
    [InlineData("try { if (ProcessHost.IsChild) return ProcessHost.RunChild(); Console.WriteLine(); } catch (Exception) { return 1; }\nreturn 0;")]
    [InlineData("int? code = ProcessHost.IsChild ? ProcessHost.RunChild() : null;\nif (code is { } known) { return known; }\nreturn 0;")]
    [InlineData("if (!ProcessHost.IsChild) { Console.WriteLine(); return 0; }\nreturn ProcessHost.RunChild();")]
    [InlineData("internal static class Program { private static void Main(string[] args) { if (ProcessHost.IsChild) { Environment.ExitCode = ProcessHost.RunChild(); return; } Console.WriteLine(args.Length); } }")]
    public Task More_guards_of_users_are_guards(string source) => Rule<StartUpAnalyzer>.IsSilentAsync(source, OutputKind.ConsoleApplication, Native);
}
