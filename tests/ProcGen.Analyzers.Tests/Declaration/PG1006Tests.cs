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

    [Fact]
    public async Task Overloads_in_two_files_of_a_type_are_given_different_names_at_once()
    {
        RuleTest<DeclarationAnalyzer, GiveNameFix> test = new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);
        test.TestState.Sources.Insert(0, ("A.cs", Microsoft.CodeAnalysis.Text.SourceText.From("public partial class Jobs { [ProcessTarget] public static void {|PG1006:Run|}() { }\n[ProcessTarget] public static void {|PG1006:Run|}(int a) { } }")));
        test.TestState.Sources.Insert(1, ("B.cs", Microsoft.CodeAnalysis.Text.SourceText.From("public partial class Jobs { [ProcessTarget] public static void {|PG1006:Run|}(string a) { } }")));
        test.FixedState.Sources.Insert(0, ("A.cs", Microsoft.CodeAnalysis.Text.SourceText.From("public partial class Jobs { [ProcessTarget] public static void Run() { }\n[ProcessTarget(Name = \"Run2\")] public static void Run(int a) { } }")));
        test.FixedState.Sources.Insert(1, ("B.cs", Microsoft.CodeAnalysis.Text.SourceText.From("public partial class Jobs { [ProcessTarget(Name = \"Run3\")] public static void Run(string a) { } }")));
        test.NumberOfIncrementalIterations = 2;
        test.NumberOfFixAllIterations = 1;
        test.NumberOfFixAllInDocumentIterations = 2;
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

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

    [Theory]
    [InlineData("[ProcessTarget] public static void Run() { } [ProcessTarget] public static void RunNow() { }")]
    [InlineData("[ProcessTarget(Name = \"Load\")] public static void Run() { } [ProcessTarget(Name = \"Save\")] public static void Run(int value) { }")]
    [InlineData("[ProcessTarget] public static async Task RunAsync() => await Task.Yield(); public static void Run() { }")]
    [InlineData("[ProcessTarget] public static void Async() { }")]
    [InlineData("[ProcessTarget] public static void Run() { } [ProcessTarget] public static void run() { }")]
    [InlineData("[ProcessTarget(Name = nameof(Other))] public static void Run() { } public static void Other() { }")]
    public Task Names_that_users_give_are_left_alone(string members) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {members} }}");

    [Theory]
    [InlineData("[ProcessTarget] public static void Run() { } public static void RunAll() { } private const int Runs = 1;")]
    [InlineData("[ProcessTarget] public static void Send() { } [ProcessTarget(Name = \"SendTo\")] public static Task SendAsync(string to) => Task.CompletedTask;")]
    [InlineData("[ProcessTarget] public static void Run(int value) { } public static void Run<T>(T value) { } public static void Run() { }")]
    public Task More_names_of_users_are_left_alone(string members) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {members} }}");
}
