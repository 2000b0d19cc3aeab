using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>Runs every rule over the source of a test of one rule, as a build does: what the one reports is still there, and no two are on a line.</summary>
internal static partial class OneToALine
{
    /// <param name="source">The source, with what is expected of the one rule marked in it.</param>
    /// <param name="output">What the project makes.</param>
    /// <param name="settings">The properties of the project, one to a line.</param>
    public static async Task CheckAsync(string source, OutputKind output, string? settings)
    {
        Dictionary<string, string> properties = (settings ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(static pair => pair[0], static pair => pair[1]);
        IReadOnlyList<FoundDiagnostic> found = await AllRules.RunAsync(Plain(source), compiles: false, properties, isProgram: output == OutputKind.ConsoleApplication);
        Assert.All(found.GroupBy(static each => each.Line), static line => Assert.Single(line));
        Assert.All(Marks(source), mark => Assert.Contains(found, each => each.Id == mark.Id && each.Line == mark.Line));
    }

    /// <summary>A source without its marks.</summary>
    public static string Plain(string source) => Mark().Replace(source, "").Replace("|}", "", StringComparison.Ordinal);

    private static IEnumerable<(string Id, int Line)> Marks(string source) =>
        Mark().Matches(source).Select(match => (match.Groups[1].Value, source.AsSpan(0, match.Index).Count('\n')));

    [GeneratedRegex(@"\{\|(PG\d{4}):")]
    private static partial Regex Mark();
}
