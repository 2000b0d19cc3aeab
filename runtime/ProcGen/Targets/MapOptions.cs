namespace ProcGen;

/// <summary>How a map runs. Python: the arguments of <c>imap</c>, <c>imap_unordered</c> and <c>map</c>.</summary>
public sealed record MapOptions
{
    /// <summary>Results in the order of the inputs (true, the default; Python: <c>imap</c>) or as they come (<c>imap_unordered</c>).</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>
    /// How many inputs may be under way or finished but not yet read. At least 1; null for twice the executor's parallelism.
    /// The input is read no further than that, however long it is.
    /// </summary>
    public int? Prefetch { get; init; }
}
