using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests;

/// <summary>Each rule has a page whose programs are compiled here: the first is reported, by this rule alone, and the second by none.</summary>
public partial class RulePageTests
{
    private static readonly string Folder = typeof(RulePageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static each => each.Key == "RulePages").Value!;

    // What a project without startup hooks says of itself.
    private static readonly Dictionary<string, string> Native = new() { ["build_property.PublishAot"] = "true" };

    public static TheoryData<string> Ids => [.. AllRules.Rules.Select(static rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_first_program_of_the_page_is_reported_by_its_rule_alone(string id)
    {
        IReadOnlyList<FoundDiagnostic> found = await RunAsync(id, Programs(id)[0]);
        Assert.NotEmpty(found);
        Assert.All(found, each => Assert.Equal(id, each.Id));
        Assert.Equal(found.Count, found.Select(static each => each.Line).Distinct().Count());
        Assert.Equal(AllRules.Rules.Single(rule => rule.Id == id).DefaultSeverity, found[0].Severity);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_second_program_of_the_page_is_left_alone(string id) => Assert.Empty(await RunAsync(id, Programs(id)[1]));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_suppresses_the_rule(string id) => Assert.Empty(await RunAsync(id, $"#pragma warning disable {id}\n{Programs(id)[0]}"));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_ends_where_it_is_restored(string id) =>
        Assert.NotEmpty(await RunAsync(id, $"#pragma warning disable {id}\n#pragma warning restore {id}\n{Programs(id)[0]}"));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_editorconfig_turns_the_rule_off_and_up_and_down(string id)
    {
        Assert.Empty(await RunAsync(id, Programs(id)[0], $"[*.cs]\ndotnet_diagnostic.{id}.severity = none"));
        foreach ((string name, DiagnosticSeverity severity) in ((string, DiagnosticSeverity)[])[("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("suggestion", DiagnosticSeverity.Info)])
        {
            IReadOnlyList<FoundDiagnostic> found = await RunAsync(id, Programs(id)[0], $"[*.cs]\ndotnet_diagnostic.{id}.severity = {name}");
            Assert.NotEmpty(found);
            Assert.All(found, each => Assert.Equal((id, severity), (each.Id, each.Severity)));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_editorconfig_says_nothing_of_other_files_and_rules(string id)
    {
        Assert.NotEmpty(await RunAsync(id, Programs(id)[0], $"[Other.cs]\ndotnet_diagnostic.{id}.severity = none"));
        Assert.NotEmpty(await RunAsync(id, Programs(id)[0], "[*.cs]\ndotnet_diagnostic.PG0001.severity = none"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_has_the_title_and_the_address_of_its_rule(string id)
    {
        DiagnosticDescriptor rule = AllRules.Rules.Single(rule => rule.Id == id);
        string page = Page(id);
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/analyzers/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.Contains($"Severity: {rule.DefaultSeverity.ToString().ToLowerInvariant()}.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_has_a_rule_and_every_rule_is_in_the_index()
    {
        string[] pages = [.. Directory.GetFiles(Folder, "PG*.md").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(AllRules.Rules.Select(static rule => rule.Id), pages);
        string index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(AllRules.Rules, rule => Assert.Contains($"| [{rule.Id}]({rule.Id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} |", index, StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<FoundDiagnostic>> RunAsync(string id, string program, string? editorConfig = null) =>
        AllRules.RunAsync(program, settings: id == "PG2002" ? Native : null, isProgram: program.Contains(" Main()", StringComparison.Ordinal), editorConfig: editorConfig);

    private static string Page(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md")).ReplaceLineEndings("\n");

    private static string[] Programs(string id)
    {
        string[] programs = [.. Program().Matches(Page(id)).Select(static match => match.Groups[1].Value)];
        Assert.Equal(2, programs.Length);
        return programs;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
