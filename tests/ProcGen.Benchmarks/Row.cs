namespace ProcGen.Benchmarks;

/// <summary>One measured claim: ours against a peer or a limit, and the bar that it has to reach.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Peer">What it is held against, with its figure.</param>
/// <param name="Ratio">The median of the paired ratios, or the figure that the bar is about.</param>
/// <param name="Bar">The bar.</param>
/// <param name="Passes">Whether it is reached.</param>
internal sealed record Row(string Name, string Ours, string Peer, double Ratio, string Bar, bool Passes);
