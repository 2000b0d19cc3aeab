using System.Text.RegularExpressions;

namespace ProcGen.Package.Tests;

/// <summary>What users of the package see, each in a project of its own.</summary>
public partial class ConsumerTests(PackedProjects projects)
{
    // The mistakes are marked in the source with what is to be said of them.
    public static TheoryData<string, string> Mistakes => new(
        ((string[])["Mistakes/Jobs.cs", "LibraryCaller/Program.cs"]).SelectMany(static file =>
            File.ReadLines(Path.Combine(Facts.Repository, "tests", "Package", file))
                .Select((line, index) => (Id: Mark().Match(line).Groups[1].Value, Place: $"{file}({index + 1},"))
                .Where(static mark => mark.Id.Length > 0)
                .Select(static mark => (mark.Place, mark.Id))));

    [Fact]
    public async Task A_program_starts_processes_and_pools()
    {
        Run run = (await projects.RunAsync("Console")).Succeeded();
        Assert.Contains("all checks passed", run.Output, StringComparison.Ordinal);

        // What was compiled ahead of time for this machine is what runs.
        Assert.Equal(Facts.IsPrecompiled, run.Output.Contains("/runtimes/linux-x64/lib/net10.0/ProcGen.dll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_calls_the_targets_of_a_library() => Assert.StartsWith("3\nTrue\n", (await projects.RunAsync("LibraryCaller")).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_test_project_has_targets_and_calls_those_of_a_library() => Assert.Contains("Total: 2, Errors: 0, Failed: 0", (await projects.RunAsync("Tests")).Succeeded().Output, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_rule_of_each_area_is_heard(string place, string id) => Assert.Contains($"/{place}", Warnings(id), StringComparison.Ordinal);

    [Fact]
    public void Rules_obey_the_settings_and_name_their_pages()
    {
        Assert.DoesNotContain("PG3003", projects.BuildLog, StringComparison.Ordinal);
        Assert.Contains("/analyzers/rules/PG1007.md)", Warnings("PG1007"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_wants_no_compiler_extensions_has_none() =>
        Assert.StartsWith("locked: True\ngenerated types: 0\n", (await projects.RunAsync("RuntimeOnly")).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void A_library_that_keeps_the_runtime_to_itself_is_told()
    {
        string[] warnings = Warnings("PROCGEN0001").Split('\n');
        Assert.All(warnings, static warning => Assert.Contains("/PrivateLibrary/PrivateLibrary.csproj", warning, StringComparison.Ordinal));
        Assert.Contains("""PrivateAssets="all",""", warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "-p:KeptBack=contentfiles%2C Runtime")]
    [InlineData(true, "-p:KeptBack=analyzers%3Bruntime%3Bbuild")]
    [InlineData(false, "-p:KeptBack=contentfiles%3Banalyzers%3Bbuild")]
    [InlineData(false, "-p:EnableDynamicLoading=true")]
    [InlineData(false, "-p:NoWarn=PROCGEN0001")]
    public async Task A_library_is_told_only_of_what_its_callers_lack(bool isTold, string option) =>
        Assert.Equal(isTold, (await projects.BuildAsync("PrivateLibrary", "-t:WarnOfPrivateProcGen", option)).Contains("warning PROCGEN0001: ", StringComparison.Ordinal));

    [Fact]
    public void Nothing_else_is_said()
    {
        string[] expected = [.. Mistakes.Select(static row => row.Data.Item2), "PROCGEN0001"];
        string[] found = [.. Warning().Matches(projects.BuildLog).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.Empty(found.Except(expected));
    }

    private string Warnings(string id) => string.Join('\n', projects.BuildLog.Split('\n').Where(line => line.Contains($" warning {id}: ", StringComparison.Ordinal)));

    [GeneratedRegex("// (PG[0-9]+)(?!.*switched off)")]
    private static partial Regex Mark();

    [GeneratedRegex(" (?:warning|error) ([A-Z]+[0-9]+)")]
    private static partial Regex Warning();
}
