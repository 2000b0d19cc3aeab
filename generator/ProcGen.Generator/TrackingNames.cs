namespace ProcGen.Generator;

/// <summary>The names of the pipeline's stages; tests find them here and see that each is cached.</summary>
internal static class TrackingNames
{
    /// <summary>What is found at each type with targets.</summary>
    public const string ParsedTargetTypes = nameof(ParsedTargetTypes);

    /// <summary>What is found at each exception class.</summary>
    public const string ParsedExceptions = nameof(ParsedExceptions);

    /// <summary>What is found at each place that says what is carried.</summary>
    public const string ParsedItems = nameof(ParsedItems);

    /// <summary>The same, each once.</summary>
    public const string Items = nameof(Items);

    /// <summary>What is printed for each type with targets.</summary>
    public const string TargetTypes = nameof(TargetTypes);

    /// <summary>What is printed for each exception class.</summary>
    public const string Exceptions = nameof(Exceptions);

    /// <summary>What is printed for each type that crosses.</summary>
    public const string Codecs = nameof(Codecs);

    /// <summary>What is printed for the assembly.</summary>
    public const string Table = nameof(Table);
}
