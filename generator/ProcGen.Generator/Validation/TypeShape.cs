using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>How a type crosses.</summary>
internal enum ShapeKind
{
    /// <summary>Not at all.</summary>
    Invalid,

    /// <summary>By a codec of the runtime that takes the types in <see cref="TypeShape.Parts"/> and a codec for each.</summary>
    Composition,

    /// <summary>By a codec of the runtime that takes only the types in <see cref="TypeShape.Parts"/>.</summary>
    Block,

    /// <summary>As a reference to an object that all processes share; the types in <see cref="TypeShape.Parts"/> are its own arguments.</summary>
    SharedObject,

    /// <summary>The same of one that carries items of the type in <see cref="TypeShape.Parts"/>.</summary>
    SharedChannel,

    /// <summary>By a formatter of the user's, through the runtime.</summary>
    Formatter,

    /// <summary>By its members, with a codec of its own.</summary>
    Object,

    /// <summary>By the members of whichever declared type it is, with a codec of its own.</summary>
    Union,
}

/// <summary>How one type crosses, one level deep.</summary>
internal sealed record TypeShape(ShapeKind Kind)
{
    /// <summary>Why not, of an invalid type.</summary>
    public InvalidReason Reason { get; init; }

    /// <summary>The member that is to blame, of an invalid type; null for the type itself.</summary>
    public string? Member { get; init; }

    /// <summary>The codec of the runtime.</summary>
    public string Codec { get; init; } = "";

    /// <summary>The types that the codec is made for.</summary>
    public ImmutableArray<ITypeSymbol> Parts { get; init; } = [];

    /// <summary>The members and the constructor, of an object.</summary>
    public ObjectShape? Object { get; init; }

    /// <summary>The declared types, of a union.</summary>
    public ImmutableArray<UnionCase> Cases { get; init; } = [];

    public static TypeShape Invalid(InvalidReason reason, string? member = null) =>
        new(ShapeKind.Invalid) { Reason = reason, Member = member };
}

/// <summary>One declared type of a union.</summary>
internal sealed record UnionCase(int Key, INamedTypeSymbol Type);

/// <summary>How the members of an object are told apart on the wire.</summary>
internal enum KeyKind
{
    None,
    Integer,
    Text,
}

/// <summary>What is carried of an object, and how it is made again.</summary>
internal sealed record ObjectShape(KeyKind Keys, ImmutableArray<ShapeMember> Members, ImmutableArray<ShapeMember> ConstructorArguments)
{
    /// <summary>Members that the language wants assigned although they are left out.</summary>
    public ImmutableArray<string> Placeholders { get; init; } = [];
}

/// <summary>A member that is carried.</summary>
internal sealed record ShapeMember(string Name, ITypeSymbol Type, ISymbol Symbol, bool CanBeSet)
{
    /// <summary>Whether the object initializer sets it.</summary>
    public bool IsInitialized { get; init; }

    /// <summary>Whether it only shows state that lies elsewhere: it travels if the constructor wants it.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The formatter that the member is marked with.</summary>
    public ITypeSymbol? Formatter { get; init; }

    public int IntegerKey { get; init; }

    public string TextKey { get; init; } = "";
}
