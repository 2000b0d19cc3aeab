using System.Reflection;
using System.Text.RegularExpressions;

namespace ProcGen.Acceptance;

/// <summary>Holds WAITS.md against the tests of this assembly: each wait has a test, and each test that is named exists.</summary>
public partial class WaitsPageTests
{
    [Fact]
    public void Each_wait_has_a_test_that_kills_what_it_waits_for()
    {
        HashSet<string> tests =
        [
            .. typeof(WaitsPageTests).Assembly.GetTypes()
                .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
                .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null)
                .Select(static method => method.Name),
        ];
        string[] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "WAITS.md")).Where(static line => Row().IsMatch(line))];
        Assert.True(rows.Length > 20);
        Assert.All(rows, row =>
        {
            string[] named = [.. Name().Matches(row.Split('|')[^2]).Select(static match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, tests));
        });
    }

    [GeneratedRegex(@"^\| (?!Who waits|---).*\|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
