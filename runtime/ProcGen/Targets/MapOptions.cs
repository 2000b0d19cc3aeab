namespace ProcGen;

/// <summary>How a map runs. Python: the arguments of <c>imap</c>, <c>imap_unordered</c> and <c>map</c>.</summary>
public sealed record MapOptions
{
    internal static readonly MapOptions Default = new();

    /// <summary>Results in the order of the inputs (true, the default; Python: <c>imap</c>) or as they come (<c>imap_unordered</c>).</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>
    /// How many inputs are sent in one message. At least 1; null, the default, lets the map choose by the time that inputs take: small ones go
    /// together, large ones alone. Python: <c>chunksize</c>.
    /// </summary>
    /// <remarks>
    /// Inputs stay on their own in all else: each has its result or its error, and the death of a worker fails the one that it had begun. Calls
    /// with a timeout or with more than one attempt (<see cref="CallOptions"/>) are always sent one at a time.
    /// </remarks>
    public int? ChunkSize
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>
    /// How many inputs may be under way or finished but not yet read. At least 1; null for two chunks for each call that the executor can run
    /// at the same time. The input is read no further than that, however long it is. Python: <c>buffersize</c>.
    /// </summary>
    public int? Prefetch
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>What happens when an input fails.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public MapErrorMode ErrorMode
    {
        get;
        init => field = Require.Defined(value);
    }
}
