namespace ProcGen.Generator.Model;

/// <summary>How a target gives its result.</summary>
internal enum ReturnKind
{
    Void,
    Value,
    Task,
    TaskOfValue,
    ValueTask,
    ValueTaskOfValue,
    Stream,
}

/// <summary>A static target.</summary>
internal sealed record TargetModel
{
    /// <summary>The name without a trailing "Async", or the one of the attribute.</summary>
    public required string Name { get; init; }

    /// <summary>The name as it is written in code.</summary>
    public required string EscapedName { get; init; }

    /// <summary>The method with its type, as it is called.</summary>
    public required string Method { get; init; }

    /// <summary>The method for documentation: M:Company.Jobs.CountPrimes(System.Int32).</summary>
    public required string DocumentationId { get; init; }

    public required ulong Id { get; init; }

    /// <summary>The name for people: Company.Jobs.CountPrimes.</summary>
    public required string FullName { get; init; }

    public required ReturnKind Returns { get; init; }

    /// <summary>The type of the result or item as the user wrote it; null without a result.</summary>
    public string? ResultType { get; init; }

    /// <summary>An array of results as it is written in code; null without a result.</summary>
    public string? ResultArrayType { get; init; }

    public CodecReference? ResultCodec { get; init; }

    public required EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>The declared accessibility, which the wrapper shares.</summary>
    public required string Accessibility { get; init; }

    /// <summary>The accessibility of the facade's methods; null where nobody outside the type could call them.</summary>
    public string? FacadeAccessibility { get; init; }

    /// <summary>The token's name: the target's own, or one that no parameter has.</summary>
    public required string TokenName { get; init; }

    /// <summary>What the author says of the target, as XML; null for nothing.</summary>
    public string? Summary { get; init; }
}
