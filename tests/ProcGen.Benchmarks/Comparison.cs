using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ProcGen.Benchmarks;

/// <summary>Runs every row and prints the table.</summary>
internal static class Comparison
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, Func<bool, IEnumerable<Row>>> Groups = new()
    {
        ["start"] = static isQuick => isQuick ? [StartRows.OfCoreClr(isQuick)] : [StartRows.OfCoreClr(isQuick), StartRows.OfNativeAot()],
        ["call"] = CallRows.All,
        ["pool"] = PoolRows.All,
        ["synchronization"] = SynchronizationRows.All,
        ["queue"] = QueueRows.All,
        ["rest"] = static isQuick => [RestRows.IdlePool(), RestRows.Leftovers(isQuick)],
        ["words"] = static isQuick => [WordCountRow.Measure(isQuick)],
    };

    public static int Run(string[] options)
    {
        bool isQuick = options.Contains("--quick");
        int json = Array.IndexOf(options, "--json");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));

        int only = Array.IndexOf(options, "--only");
        string? group = only >= 0 && only + 1 < options.Length ? options[only + 1] : null;
        if (only >= 0 && (group is null || !Groups.ContainsKey(group)))
        {
            Console.Error.WriteLine($"--only takes one of: {string.Join(", ", Groups.Keys)}");
            return 2;
        }

        List<Row> rows = [.. Groups.Where(each => group is null || each.Key == group).SelectMany(each => each.Value(isQuick))];
        Print(rows);
        if (json >= 0 && json + 1 < options.Length)
        {
            File.WriteAllText(options[json + 1], JsonSerializer.Serialize(rows, Indented));
        }

        return rows.All(static row => row.Passes) ? 0 : 1;
    }

    private static void Print(List<Row> rows)
    {
        string[][] table = [["row", "ours", "against", "ratio", "bar", ""], .. rows.Select(static row => (string[])[row.Name, row.Ours, row.Peer, row.Ratio.ToString("0.00", CultureInfo.InvariantCulture), row.Bar, row.Passes ? "pass" : "short"])];
        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(column => table.Max(cells => cells[column].Length))];
        foreach (string[] cells in table)
        {
            Console.WriteLine(string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
