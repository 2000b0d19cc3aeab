namespace ProcGen.Generator.Model;

/// <summary>A class that is a process: its override is the target and its state the arguments.</summary>
internal sealed record ProcessClassModel
{
    /// <summary>The class's simple name, escaped.</summary>
    public required string Name { get; init; }

    /// <summary>The class of its calls.</summary>
    public required string CallName { get; init; }

    public required ulong Id { get; init; }

    public required string FullName { get; init; }

    public required ReturnKind Returns { get; init; }

    public string? ResultType { get; init; }

    public CodecReference? ResultCodec { get; init; }

    /// <summary>Whether nothing can derive from it.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>Whether the compiler's own constructor has to be written out, because ours would replace it.</summary>
    public required bool NeedsDefaultConstructor { get; init; }

    /// <summary>Whether there is a primary constructor to call.</summary>
    public required bool HasPrimaryConstructor { get; init; }

    /// <summary>What is written, in order: arguments of the primary constructor first.</summary>
    public required EquatableArray<StateModel> State { get; init; }

    /// <summary>The primary constructor's arguments: a read, or a default where its value is not part of the state.</summary>
    public required EquatableArray<string> ConstructorArguments { get; init; }
}

/// <summary>A piece of the state of a process object.</summary>
internal sealed record StateModel
{
    /// <summary>The member or captured parameter, as it is written in code.</summary>
    public required string Name { get; init; }

    public required CodecReference Codec { get; init; }

    /// <summary>Whether it is handed to the primary constructor, so that nothing is left to assign.</summary>
    public required bool IsConstructorArgument { get; init; }

    /// <summary>Whether it is a captured parameter, which has a name but is not a member.</summary>
    public required bool IsParameter { get; init; }
}
