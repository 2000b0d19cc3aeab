using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>Runs every group and prints the table. A group that fails, or lacks what it is held against, is a row that says so.</summary>
internal static class Comparison
{
    private static readonly Dictionary<string, Func<bool, IEnumerable<Row>>> Groups = new()
    {
        ["start"] = static isQuick => isQuick ? [StartRows.OfCoreClr(isQuick)] : [StartRows.OfCoreClr(isQuick), StartRows.OfNativeAot()],
        ["call"] = CallRows.All,
        ["pool"] = PoolRows.All,
        ["synchronization"] = SynchronizationRows.All,
        ["queue"] = QueueRows.All,
        ["pipe"] = PipeRows.All,
        ["rest"] = static isQuick => [RestRows.IdlePool(), RestRows.Leftovers(isQuick)],
        ["compiler"] = CompilerRows.All,
        ["words"] = static isQuick => [WordCountRow.Measure(isQuick)],
        ["peers"] = PeerRows.All,
        ["limits"] = LimitRows.All,
        ["sizes"] = SizeRows.All,
        ["map"] = MapRows.All,
        ["scale"] = ScaleRows.All,
        ["many"] = ManyRows.All,
        ["memory"] = MemoryRows.All,
    };

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>0 if every row reaches its bar, 1 if one is short or a group failed, 2 if the command line is wrong.</returns>
    public static int Run(string[] options)
    {
        if (Value(options, "--only", out string? only) && only?.Split(',').All(Groups.ContainsKey) != true)
        {
            Console.Error.WriteLine($"--only takes some of these, with commas: {string.Join(", ", Groups.Keys)}");
            return 2;
        }

        if (Value(options, "--json", out string? file) && file is null)
        {
            Console.Error.WriteLine("--json takes the name of a file.");
            return 2;
        }

        long began = Stopwatch.GetTimestamp();
        Report report = new(Machine.Look(), DateTimeOffset.UtcNow, options.Contains("--quick"), Machine.Load);
        Console.Error.WriteLine(report.Machine);
        foreach ((string group, Func<bool, IEnumerable<Row>> rows) in Groups.Where(each => only?.Split(',').Contains(each.Key) ?? true))
        {
            Add(report, group, rows);
        }

        report.Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.LoadAfter = Machine.Load;
        report.Print(options.Contains("--markdown"));
        if (file is not null)
        {
            report.Write(file);
        }

        return report.Rows.All(static row => row.Passes) ? 0 : 1;
    }

    private static void Add(Report report, string group, Func<bool, IEnumerable<Row>> rows)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            // Lazily: what a group had before it failed stays.
            foreach (Row row in rows(report.IsQuick))
            {
                report.Rows.Add(row with { Group = group });
            }
        }
        catch (PeerMissingException missing)
        {
            report.Rows.Add(Row.Left($"{group}: the rest", missing.Message) with { Group = group });
        }
        catch (Exception exception)
        {
            // Whatever it is, it is that group's; the row is short, and so is the run.
            Console.Error.WriteLine($"{group}: {exception}");
            report.Rows.Add(new Row($"{group}: failed", "-", $"{exception.GetType().Name}, see standard error", double.NaN, "no failure", false) { Group = group });
        }

        report.SecondsOfGroups[group] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group}: {report.SecondsOfGroups[group]:0} s"));
    }

    private static bool Value(string[] options, string name, out string? value)
    {
        int index = Array.IndexOf(options, name);
        value = index >= 0 && index + 1 < options.Length ? options[index + 1] : null;
        return index >= 0;
    }
}
