using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1006Tests
{
    [Fact]
    public Task Overloads_are_given_names() => Rule<DeclarationAnalyzer, GiveNameFix>.FixesAsync(
        """
        public partial class Jobs
        {
            [ProcessTarget] public static void {|PG1006:Run|}() { }
            [ProcessTarget] public static void {|PG1006:Run|}(int value) { }
        }
        """,
        """
        public partial class Jobs
        {
            [ProcessTarget] public static void Run() { }
            [ProcessTarget(Name = "Run2")] public static void Run(int value) { }
        }
        """,
        times: 1);

    [Fact]
    public Task Three_overloads_are_given_different_names_at_once() => Rule<DeclarationAnalyzer, GiveNameFix>.FixesAsync(
        """
        public partial class Jobs
        {
            [ProcessTarget] public static void {|PG1006:Run|}() { }
            [ProcessTarget] public static Task {|PG1006:RunAsync|}() => Task.CompletedTask;
            [ProcessTarget] public static void {|PG1006:Run|}(string value) { }
            [ProcessTarget] public static void Run2() { }
        }
        """,
        """
        public partial class Jobs
        {
            [ProcessTarget] public static void Run() { }
            [ProcessTarget(Name = "Run3")] public static Task RunAsync() => Task.CompletedTask;
            [ProcessTarget(Name = "Run4")] public static void Run(string value) { }
            [ProcessTarget] public static void Run2() { }
        }
        """,
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("[ProcessTarget(Name = \"1a\")] public static void {|PG1006:Run|}() { }", "[ProcessTarget(Name = \"Run2\")] public static void Run() { }")]
    [InlineData("[ProcessTarget] public static void {|PG1006:Run|}() { } public class RunProcess { }", "[ProcessTarget(Name = \"Run2\")] public static void Run() { } public class RunProcess { }")]
    [InlineData("[ProcessTarget] public static void {|PG1006:Run|}() { } public const int RunCall = 1;", "[ProcessTarget(Name = \"Run2\")] public static void Run() { } public const int RunCall = 1;")]
    public Task A_name_that_cannot_be_is_replaced(string members, string result) =>
        Rule<DeclarationAnalyzer, GiveNameFix>.FixesAsync($"public partial class Jobs {{ {members} }}", $"public partial class Jobs {{ {result} }}");

    [Theory]
    [InlineData("[ProcessTarget] public static void Run() { } public static void Run(int value) { }")]
    [InlineData("[ProcessTarget] public static void Run() { } [ProcessTarget(Name = \"RunWith\")] public static void Run(int value) { }")]
    [InlineData("[ProcessTarget] public static void A() { } [ProcessTarget] public static void B() { }")]
    public Task Names_that_are_free_are_left_alone(string members) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {members} }}");

    [Fact]
    public Task The_same_name_in_another_type_is_left_alone() => Rule<DeclarationAnalyzer>.IsSilentAsync(
        "public partial class A { [ProcessTarget] public static void Run() { } } public partial class B { [ProcessTarget] public static void Run() { } }");
}
