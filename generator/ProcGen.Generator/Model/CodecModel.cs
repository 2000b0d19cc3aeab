namespace ProcGen.Generator.Model;

/// <summary>How the members of a type are laid out on the wire.</summary>
internal enum CodecLayout
{
    /// <summary>An array of exactly the members.</summary>
    Members,

    /// <summary>An array by the members' integer keys, with nil in the gaps.</summary>
    IntegerKeys,

    /// <summary>A map by the members' text keys.</summary>
    TextKeys,

    /// <summary>A pair: which of the declared types it is, and its value.</summary>
    Union,
}

/// <summary>The codec of one type of the user.</summary>
internal sealed record CodecModel
{
    public required string HintName { get; init; }

    /// <summary>The struct's name.</summary>
    public required string Name { get; init; }

    /// <summary>The type that it carries, not marked as nullable.</summary>
    public required string Type { get; init; }

    public required bool IsReferenceType { get; init; }

    /// <summary>Whether a value may be of a derived type, which is refused when written.</summary>
    public required bool ChecksRuntimeType { get; init; }

    public required CodecLayout Layout { get; init; }

    /// <summary>In the order of writing.</summary>
    public EquatableArray<CodecMemberModel> Members { get; init; }

    /// <summary>The locals that the constructor is given.</summary>
    public EquatableArray<string> ConstructorArguments { get; init; }

    /// <summary>What the object initializer assigns, as in "Name = name".</summary>
    public EquatableArray<string> Initializers { get; init; }

    public EquatableArray<UnionCaseModel> Cases { get; init; }
}

/// <summary>A member that travels.</summary>
internal sealed record CodecMemberModel
{
    /// <summary>The member's name as it is written in code.</summary>
    public required string Name { get; init; }

    /// <summary>What it is read into.</summary>
    public required string Local { get; init; }

    public required CodecReference Codec { get; init; }

    /// <summary>The key among integer keys.</summary>
    public int IntegerKey { get; init; }

    /// <summary>The key among text keys, as a literal.</summary>
    public string? TextKey { get; init; }
}

/// <summary>One of the types that a union declares.</summary>
internal sealed record UnionCaseModel
{
    public required int Key { get; init; }

    /// <summary>The type, not marked as nullable.</summary>
    public required string Type { get; init; }

    public required string Codec { get; init; }

    /// <summary>Whether the value's own type is this one; otherwise it is a union in turn, and any value that fits is of this case.</summary>
    public required bool IsExact { get; init; }
}
