namespace ProcGen.Generator.Model;

/// <summary>What is found at one type with targets: the type, and the codecs that its calls need.</summary>
internal sealed record ParsedTargetType
{
    public required TargetTypeModel Type { get; init; }

    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>How values that travel as blocks are laid out, a line for each type.</summary>
    public required EquatableArray<string> Layouts { get; init; }

    /// <summary>What queues and pipes carry.</summary>
    public required EquatableArray<CodecReference> Items { get; init; }

    /// <summary>The class for values that formatters of the user's write, or null where there are none.</summary>
    public required string? Formatters { get; init; }
}

/// <summary>What is found at one exception class.</summary>
internal sealed record ParsedException
{
    public required ExceptionModel Exception { get; init; }

    /// <summary>The table that it is registered in.</summary>
    public required string Table { get; init; }

    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>How values that travel as blocks are laid out, a line for each type.</summary>
    public required EquatableArray<string> Layouts { get; init; }

    /// <summary>What queues and pipes carry.</summary>
    public required EquatableArray<CodecReference> Items { get; init; }

    /// <summary>The class for values that formatters of the user's write, or null where there are none.</summary>
    public required string? Formatters { get; init; }
}
