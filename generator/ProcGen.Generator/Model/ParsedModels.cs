using System.Collections.Immutable;

namespace ProcGen.Generator.Model;

/// <summary>What the values at one place need so that they cross.</summary>
internal sealed record ParsedCodecs
{
    /// <summary>The codecs to generate, in the order of their names.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>How values that travel as blocks are laid out, a line for each type.</summary>
    public required EquatableArray<string> Layouts { get; init; }

    /// <summary>What queues and pipes carry, in the order of the codecs.</summary>
    public required EquatableArray<CodecReference> Items { get; init; }

    /// <summary>The class for values that formatters of the user's write, or null where there are none.</summary>
    public required string? Formatters { get; init; }
}

/// <summary>What is found at one type with targets: the type, and the codecs that its calls need.</summary>
internal sealed record ParsedTargetType
{
    public required TargetTypeModel Type { get; init; }

    public required ParsedCodecs Needs { get; init; }
}

/// <summary>What is found at one exception class.</summary>
internal sealed record ParsedException
{
    public required ExceptionModel Exception { get; init; }

    /// <summary>The table that it is registered in.</summary>
    public required string Table { get; init; }

    public required ParsedCodecs Needs { get; init; }
}

/// <summary>What is found at one place that says what a queue, a connection or a listener carries.</summary>
internal sealed record ParsedItem
{
    public required CodecReference Item { get; init; }

    /// <summary>The table that it is registered in.</summary>
    public required string Table { get; init; }

    public required ParsedCodecs Needs { get; init; }
}

/// <summary>Everything that is found in an assembly.</summary>
internal sealed record ParsedAssembly(ImmutableArray<ParsedTargetType> Types, ImmutableArray<ParsedException> Exceptions, EquatableArray<ParsedItem> Items)
{
    /// <summary>The class of the table, or null where there is nothing to register.</summary>
    public string? Table => Types.FirstOrDefault()?.Type.Table ?? Exceptions.FirstOrDefault()?.Table ?? (Items.Count == 0 ? null : Items[0].Table);

    /// <summary>What crosses, place by place.</summary>
    public IEnumerable<ParsedCodecs> Needs => Types.Select(static type => type.Needs)
        .Concat(Exceptions.Select(static exception => exception.Needs))
        .Concat(Items.Select(static item => item.Needs));
}
