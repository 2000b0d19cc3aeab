namespace ProcGen.Generator.Model;

/// <summary>The table of an assembly's targets and exceptions.</summary>
internal sealed record TableModel
{
    /// <summary>The class's name.</summary>
    public required string Name { get; init; }

    public required ulong LayoutHash { get; init; }

    /// <summary>In the order of their names.</summary>
    public required EquatableArray<TableEntryModel> Targets { get; init; }

    public required EquatableArray<TableExceptionModel> Exceptions { get; init; }

    /// <summary>What queues and pipes carry, in the order of the codecs.</summary>
    public required EquatableArray<CodecReference> Items { get; init; }

    /// <summary>The class for values that formatters of the user's write, or null where there are none.</summary>
    public required string? Formatters { get; init; }
}

internal sealed record TableEntryModel
{
    public required ulong Id { get; init; }

    /// <summary>The class of its calls as it is named in code.</summary>
    public required string Call { get; init; }

    public required string FullName { get; init; }
}

internal sealed record TableExceptionModel
{
    public required string Type { get; init; }

    public required string Codec { get; init; }

    public required string FullName { get; init; }
}
