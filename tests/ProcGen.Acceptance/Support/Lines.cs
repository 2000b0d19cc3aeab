using System.Collections.Concurrent;

namespace ProcGen.Acceptance;

/// <summary>The lines that a process wrote.</summary>
internal sealed class Lines
{
    private readonly ConcurrentQueue<OutputLine> _all = new();

    public IReadOnlyList<OutputLine> All => [.. _all];

    public IReadOnlyList<string> Output => [.. _all.Where(static line => !line.IsError).Select(static line => line.Text)];

    public IReadOnlyList<string> Error => [.. _all.Where(static line => line.IsError).Select(static line => line.Text)];

    public void Add(OutputLine line) => _all.Enqueue(line);
}
