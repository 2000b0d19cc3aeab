using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>One measured claim: ours against a peer or a limit, and the bar that it has to reach.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Peer">What it is held against, with its figure.</param>
/// <param name="Ratio">The median of the paired ratios, or the figure that the bar is about.</param>
/// <param name="Bar">The bar, or "-" where there is none and the figure is for the reader.</param>
/// <param name="Passes">Whether it is reached.</param>
internal sealed record Row(string Name, string Ours, string Peer, double Ratio, string Bar, bool Passes)
{
    /// <summary>The group that it belongs to.</summary>
    public string Group { get; init; } = "";

    /// <summary>The quartiles of the paired ratios, where there are such.</summary>
    public double? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public double? High { get; init; }

    /// <summary>Why it was not measured, or null.</summary>
    public string? Skipped { get; init; }

    /// <summary>What the last column says.</summary>
    public string Verdict => Skipped is { } why ? $"skipped: {why}" : !Passes ? "short" : Bar == "-" ? "" : "pass";

    /// <summary>Ours against a peer that took turns with it; less is better.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="measured">What the two gave.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="peer">The peer's name.</param>
    /// <param name="most">The largest ratio that passes; null where there is no bar.</param>
    /// <param name="scale">What the figures are divided by, to be in that unit.</param>
    public static Row Against(string name, Paired measured, string unit, string peer, double? most, double scale = 1) => new(
        name,
        Measure.Text(measured.Ours / scale, unit),
        $"{peer} {Measure.Text(measured.Peer / scale, unit)}",
        measured.Ratio,
        most is { } bar ? AtMost(bar) : "-",
        most is null || measured.Ratio <= most)
    {
        Low = measured.Low,
        High = measured.High,
    };

    /// <summary>A figure that stands for itself; less is better.</summary>
    public static Row Alone(string name, double figure, string unit, double? most, string peer = "-") =>
        new(name, Measure.Text(figure, unit), peer, figure, most is { } bar ? $"{AtMost(bar)} {unit}" : "-", most is null || figure <= most);

    /// <summary>A row that could not be measured here.</summary>
    public static Row Left(string name, string why) => new(name, "-", "-", double.NaN, "-", true) { Skipped = why };

    private static string AtMost(double bar) => string.Create(CultureInfo.InvariantCulture, $"at most {bar:0.###}");
}
