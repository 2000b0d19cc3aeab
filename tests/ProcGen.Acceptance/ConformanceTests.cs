using System.Reflection;
using System.Text.RegularExpressions;

namespace ProcGen.Acceptance;

/// <summary>Holds CONFORMANCE.md against the tests of this assembly.</summary>
public partial class ConformanceTests
{
    // Every id of the list that the page stands for.
    private static readonly string[] Ids =
    [
        .. Named("PR", "1-19 23 25-31 33"), .. Named("Q", "1-4 6-13"), .. Named("L", "1 3-8"), .. Named("S", "1-2"), .. Named("C", "1 4-7"), .. Named("E", "1-2"),
        .. Named("B", "1-4 6 8"), .. Named("V", "1-3"), .. Named("A", "1 3-4"), .. Named("H", "1"), .. Named("PO", "1-6 8-9 11-12 14-17 19 21 23 25-26 28-29"),
        .. Named("M", "1-11 13-14 16-18"), .. Named("CN", "1-5 7-10 13 15"), .. Named("LI", "1-3 5-6"), .. Named("AU", "2"), .. Named("W", "2"), .. Named("ST", "1-10"),
        .. Named("LG", "1"), .. Named("FZ", "1"), .. Named("RT", "1-6"), .. Named("SM", "1-4 6-10 12"), .. Named("EX", "1-8 10-14 17-18 20-25"), .. Named("X", "1-12"),
    ];

    [Fact]
    public void The_page_and_the_tests_agree() =>
        Assert.Empty(FindProblems(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CONFORMANCE.md")), Ids, TestNames()));

    // The check above can fail: each way in which page and tests can differ is found.
    [Theory]
    [InlineData("| PR1 | `PR1_x` |", "PR1_x", "PR1")]
    [InlineData("| PR1 PR2 | Step 3 |", "", "PR1 PR2")]
    [InlineData("| PR1 | `PR1_x` |", "", "PR1", "PR1 names PR1_x, which is no test.")]
    [InlineData("| PR1 | `PR2_x` |", "PR2_x", "PR1", "PR1 names PR2_x, which belongs to another id.", "PR2_x has no row that names it.")]
    [InlineData("| PR1 | |", "", "PR1", "PR1 has neither a test, nor a reason, nor a step.")]
    [InlineData("| PR1 | No. |", "", "PR1", "PR1 has neither a test, nor a reason, nor a step.")]
    [InlineData("| PR1 | `PR1_x` |", "PR1_x PR1_y", "PR1", "PR1_y has no row that names it.")]
    [InlineData("", "", "PR1", "PR1 has no row.")]
    [InlineData("| PR1 | Step 3 |\n| PR1 | Step 3 |", "", "PR1", "PR1 has 2 rows.")]
    [InlineData("| PR9 | Step 3 |", "", "", "PR9 is no id of the list.")]
    public void Each_difference_is_found(string page, string tests, string ids, params string[] problems) =>
        Assert.Equal(problems, FindProblems(page, Words(ids), Words(tests)));

    private static List<string> FindProblems(string page, string[] ids, IReadOnlyCollection<string> tests)
    {
        List<string> problems = [];
        Dictionary<string, int> rows = [];
        HashSet<string> named = [];
        foreach (Match row in Row().Matches(page))
        {
            string text = row.Groups["text"].Value.Trim();
            foreach (string id in Words(row.Groups["ids"].Value))
            {
                rows[id] = rows.GetValueOrDefault(id) + 1;
                if (!ids.Contains(id))
                {
                    problems.Add($"{id} is no id of the list.");
                }

                string[] names = [.. Name().Matches(text).Select(static match => match.Groups[1].Value)];
                bool isReason = text.StartsWith("No meaning here: ", StringComparison.Ordinal) && text.Length > 40;
                if (names.Length == 0 && !isReason && !Step().IsMatch(text))
                {
                    problems.Add($"{id} has neither a test, nor a reason, nor a step.");
                }

                if (isReason || Step().IsMatch(text))
                {
                    continue;
                }

                foreach (string name in names)
                {
                    if (!name.StartsWith($"{id}_", StringComparison.Ordinal))
                    {
                        problems.Add($"{id} names {name}, which belongs to another id.");
                    }
                    else if (!tests.Contains(name))
                    {
                        problems.Add($"{id} names {name}, which is no test.");
                    }
                    else
                    {
                        named.Add(name);
                    }
                }
            }
        }

        problems.AddRange(ids.Where(id => !rows.ContainsKey(id)).Select(static id => $"{id} has no row."));
        problems.AddRange(rows.Where(static row => row.Value > 1).Select(static row => $"{row.Key} has {row.Value} rows."));
        problems.AddRange(tests.Where(test => TestWithId().IsMatch(test) && !named.Contains(test)).Select(static test => $"{test} has no row that names it."));
        return problems;
    }

    private static string[] TestNames() =>
    [
        .. typeof(ConformanceTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(static method => method.Name),
    ];

    private static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Named(string prefix, string numbers) =>
        from range in numbers.Split(' ')
        let ends = range.Split('-').Select(static end => int.Parse(end, System.Globalization.CultureInfo.InvariantCulture)).ToArray()
        from number in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
        select $"{prefix}{number}";

    [GeneratedRegex(@"^\| *(?<ids>[A-Z]{1,2}[0-9]+(?: [A-Z]{1,2}[0-9]+)*) *\|(?<text>[^|\n]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^Step [1-9]([:. ]|$)")]
    private static partial Regex Step();

    [GeneratedRegex("^[A-Z]{1,2}[0-9]+_")]
    private static partial Regex TestWithId();
}
