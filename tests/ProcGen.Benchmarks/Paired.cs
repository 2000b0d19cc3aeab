namespace ProcGen.Benchmarks;

/// <summary>What two that took turns gave: the medians of their figures, and the quartiles of the ratios of each round.</summary>
/// <param name="Ours">The median of our figures.</param>
/// <param name="Peer">The median of the peer's.</param>
/// <param name="Ratio">The median of ours divided by the peer's, round by round.</param>
/// <param name="Low">The lower quartile of these ratios.</param>
/// <param name="High">The upper quartile.</param>
internal readonly record struct Paired(double Ours, double Peer, double Ratio, double Low, double High)
{
    public static implicit operator (double Ours, double Peer, double Ratio)(Paired paired) => (paired.Ours, paired.Peer, paired.Ratio);

    public static Paired Of(IReadOnlyCollection<(double Ours, double Peer)> rounds)
    {
        double[] ratios = [.. rounds.Select(static round => round.Ours / round.Peer)];
        return new Paired(
            Measure.Median(rounds.Select(static round => round.Ours)),
            Measure.Median(rounds.Select(static round => round.Peer)),
            Measure.Median(ratios),
            Measure.Quantile(ratios, 0.25),
            Measure.Quantile(ratios, 0.75));
    }

    public void Deconstruct(out double ours, out double peer, out double ratio) => (ours, peer, ratio) = (Ours, Peer, Ratio);
}
