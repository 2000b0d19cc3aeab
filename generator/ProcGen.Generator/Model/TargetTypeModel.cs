namespace ProcGen.Generator.Model;

/// <summary>Everything that is printed for one type with targets.</summary>
internal sealed record TargetTypeModel
{
    public required string HintName { get; init; }

    /// <summary>The namespace, escaped; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The type and the types around it, outermost first, as in "partial class Outer".</summary>
    public required EquatableArray<string> Declarations { get; init; }

    /// <summary>The type as it is named in code.</summary>
    public required string Type { get; init; }

    /// <summary>The type for documentation: T:Company.Jobs.</summary>
    public required string DocumentationId { get; init; }

    /// <summary>The class of the assembly's table.</summary>
    public required string Table { get; init; }

    /// <summary>In the order of their names.</summary>
    public required EquatableArray<TargetModel> Targets { get; init; }

    /// <summary>The type as a process; null unless it is one.</summary>
    public ProcessClassModel? ProcessClass { get; init; }

    /// <summary>Its calls on an executor; null when nobody could make them.</summary>
    public FacadeModel? Facade { get; init; }
}

/// <summary>The calls of one type's targets on an executor.</summary>
internal sealed record FacadeModel
{
    /// <summary>The property of the executor, unescaped: the type's name, behind those of the types around it.</summary>
    public required string Name { get; init; }

    /// <summary>The name as it is written in code.</summary>
    public required string EscapedName { get; init; }

    public required string Accessibility { get; init; }

    /// <summary>Whether the language has extension properties; before, it is an extension method.</summary>
    public required bool IsProperty { get; init; }
}
