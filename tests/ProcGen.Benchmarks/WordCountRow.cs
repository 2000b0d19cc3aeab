using System.Text.Json;

namespace ProcGen.Benchmarks;

/// <summary>The main job on real input: two workers against one.</summary>
internal static class WordCountRow
{
    public static Row Measure(bool isQuick)
    {
        string program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "WordCount", "release", "WordCount"));
        List<(double Two, double One)> pairs = [];
        for (int round = 0; round < (isQuick ? 3 : 7); round++)
        {
            pairs.Add((Seconds(program, 2), Seconds(program, 1)));
        }

        double ratio = Benchmarks.Measure.Median(pairs.Select(static pair => pair.One / pair.Two));
        return new Row(
            "WordCount with two workers",
            Benchmarks.Measure.Text(Benchmarks.Measure.Median(pairs.Select(static pair => pair.Two)), "s"),
            $"one worker {Benchmarks.Measure.Text(Benchmarks.Measure.Median(pairs.Select(static pair => pair.One)), "s")}",
            ratio,
            "at least 1.6",
            ratio >= 1.6);
    }

    private static double Seconds(string program, int workers) =>
        JsonDocument.Parse(Benchmarks.Measure.Output(program, "--json", "--workers", $"{workers}")).RootElement.GetProperty("seconds").GetDouble();
}
