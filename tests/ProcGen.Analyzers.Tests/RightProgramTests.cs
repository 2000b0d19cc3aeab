using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests;

/// <summary>All rules over larger programs in which nothing is wrong, and over those of the README: they say nothing.</summary>
public partial class RightProgramTests
{
    public static TheoryData<string> Programs => [.. Directory.GetFiles(Folder("RightPrograms"), "*.cs").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<int> ProgramsOfReadme => [.. Enumerable.Range(0, Readme().Length)];

    [Theory]
    [MemberData(nameof(Programs))]
    public Task A_program_in_which_nothing_is_wrong(string file) => IsSilentAsync(File.ReadAllText(Path.Combine(Folder("RightPrograms"), file)));

    [Theory]
    [MemberData(nameof(ProgramsOfReadme))]
    public Task A_program_of_the_readme(int number) => IsSilentAsync(Readme()[number]);

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_that_is_half_written_fails_no_rule(string file)
    {
        // As an editor shows it: everything behind the cursor is missing yet, or a line is. What rules say of that does not matter; that they come to an end does.
        string source = File.ReadAllText(Path.Combine(Folder("RightPrograms"), file)).ReplaceLineEndings("\n");
        string[] lines = source.Split('\n');
        for (int cut = source.Length / 12; cut < source.Length; cut += source.Length / 12)
        {
            await AllRules.RunAsync(source[..cut], compiles: false, isProgram: cut % 2 == 0);
        }

        for (int line = 3; line < lines.Length; line += lines.Length / 12)
        {
            await AllRules.RunAsync(string.Join('\n', lines.Where((_, number) => number != line)), compiles: false);
        }
    }

    [Fact]
    public void The_readme_has_programs() => Assert.True(Readme().Length >= 4, $"There are {Readme().Length}.");

    private static async Task IsSilentAsync(string source)
    {
        bool isProgram = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken).GetCompilationUnitRoot(TestContext.Current.CancellationToken).Members.OfType<GlobalStatementSyntax>().Any();
        Dictionary<string, string> native = new() { ["build_property.PublishAot"] = source.Contains("ProcessHost", StringComparison.Ordinal) ? "true" : "false" };
        Assert.Empty(await AllRules.RunAsync(source, settings: native, isProgram: isProgram));
    }

    private static string[] Readme() =>
        [.. Program().Matches(File.ReadAllText(Folder("Readme")).ReplaceLineEndings("\n")).Select(static match => match.Groups[1].Value).Where(static program => program.Contains("[ProcessTarget]", StringComparison.Ordinal))];

    private static string Folder(string key) => typeof(RightProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
