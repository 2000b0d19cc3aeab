using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcGen.Benchmarks;

/// <summary>One run: all of it goes into the file, and what a reader needs onto the screen.</summary>
internal sealed record Report(Machine Machine, DateTimeOffset Began, bool IsQuick, double LoadBefore)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public double LoadAfter { get; set; }

    public double Seconds { get; set; }

    /// <summary>How long each group took.</summary>
    public Dictionary<string, double> SecondsOfGroups { get; } = [];

    public List<Row> Rows { get; } = [];

    public void Print(bool isMarkdown)
    {
        string around = isMarkdown ? Environment.NewLine : "";
        Console.Write($"{Machine}{Environment.NewLine}{around}");
        PrintTable(isMarkdown);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{around}{Began:yyyy-MM-dd}{(IsQuick ? ", quick" : "")}, {Seconds:0} s, load {LoadBefore:0.00} at the beginning and {LoadAfter:0.00} at the end"));
    }

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Format));

    private void PrintTable(bool isMarkdown)
    {
        string[][] table = [["row", "ours", "against", "ratio", "quartiles", "bar", ""], .. Rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(column => table.Max(cells => cells[column].Length))];
        foreach ((int index, string[] cells) in table.Index())
        {
            IEnumerable<string> padded = cells.Select((cell, column) => cell.PadRight(widths[column]));
            Console.WriteLine(isMarkdown ? $"| {string.Join(" | ", padded)} |" : string.Join("  ", padded).TrimEnd());
            if (isMarkdown && index == 0)
            {
                Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", cells.Length))}");
            }
        }
    }

    private static string[] Cells(Row row) =>
    [
        row.Name,
        row.Ours,
        row.Peer,
        double.IsNaN(row.Ratio) ? "" : Number(row.Ratio),
        row is { Low: { } low, High: { } high } ? $"{Number(low)}-{Number(high)}" : "",
        row.Bar,
        row.Verdict,
    ];

    // As many digits as say something: 0.018 and 4.31 and 812.
    private static string Number(double value) => value.ToString(value < 0.1 ? "0.###" : value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
