namespace ProcGen.Generator.Model;

/// <summary>What becomes of a parameter of a target.</summary>
internal enum ParameterKind
{
    /// <summary>Its value is written as an argument.</summary>
    Data,

    /// <summary>An <c>IProgress</c>: values come back through the control channel.</summary>
    Progress,

    /// <summary>The cancellation token: it stays where it is, and its cancellation travels.</summary>
    Token,
}

/// <summary>A parameter of a target, or a piece of state of a process object.</summary>
internal sealed record ParameterModel
{
    /// <summary>The name as it is written in code, escaped.</summary>
    public required string Name { get; init; }

    /// <summary>The field that keeps it; differs from every parameter's name.</summary>
    public required string Field { get; init; }

    /// <summary>The field that keeps whether the caller gave a progress parameter; differs from every other. Empty for other kinds.</summary>
    public string WantedField { get; init; } = "";

    /// <summary>The local that it is read into; differs from the names that the generated method has itself.</summary>
    public required string Local { get; init; }

    public required ParameterKind Kind { get; init; }

    /// <summary>The type as the user wrote it. Of a progress parameter, the whole <c>IProgress</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What travels: for data and the values of a progress parameter.</summary>
    public CodecReference? Codec { get; init; }

    /// <summary>The default value as an expression; null for a parameter without one.</summary>
    public string? Default { get; init; }

    public bool IsParams { get; init; }

    /// <summary>The attributes that make the compiler fill in a value at the call, printed; empty for most.</summary>
    public string CallerAttributes { get; init; } = "";

    /// <summary>The name of the element in the tuple that a map takes.</summary>
    public required string TupleElement { get; init; }

    /// <summary>Its own text of the target's documentation, as XML; null for none.</summary>
    public string? Documentation { get; init; }
}

/// <summary>A codec by name, with the type that it carries, both as they are written in code.</summary>
internal sealed record CodecReference
{
    /// <summary>The type with every reference type in it marked as nullable, as codecs see it.</summary>
    public required string Type { get; init; }

    public required string Codec { get; init; }
}
