namespace ProcGen.Generator.Model;

/// <summary>An exception class that comes back as itself.</summary>
internal sealed record ExceptionModel
{
    public required string HintName { get; init; }

    /// <summary>The codec's name.</summary>
    public required string Name { get; init; }

    /// <summary>The class as it is named in code.</summary>
    public required string Type { get; init; }

    /// <summary>The full name by which the two sides know it.</summary>
    public required string FullName { get; init; }

    /// <summary>In the order of writing; the inner exception is not among them.</summary>
    public required EquatableArray<CodecMemberModel> Members { get; init; }

    /// <summary>The locals that the constructor is given, the inner exception among them.</summary>
    public required EquatableArray<string> ConstructorArguments { get; init; }

    public required EquatableArray<string> Initializers { get; init; }
}
