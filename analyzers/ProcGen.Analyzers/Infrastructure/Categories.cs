namespace ProcGen.Analyzers;

/// <summary>The categories of rules, by what happens to those who do not heed them.</summary>
internal static class Categories
{
    /// <summary>Nothing can be generated: it does not work at all.</summary>
    public const string Usage = nameof(Usage);

    /// <summary>It throws, waits for ever, or computes something else than it says.</summary>
    public const string Reliability = nameof(Reliability);

    /// <summary>It works, and slowly.</summary>
    public const string Performance = nameof(Performance);
}
