using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Decides how a type crosses, or why it does not. One per look at a target: it remembers symbols.</summary>
internal sealed class TypeClassifier(Compilation compilation)
{
    private readonly Dictionary<ITypeSymbol, TypeShape> _shapes = new(SymbolEqualityComparer.Default);

    public Compilation Compilation { get; } = compilation;

    /// <summary>The shape of a type. It says nothing of the types inside: see <see cref="TypeValidator"/>.</summary>
    public TypeShape Classify(ITypeSymbol type)
    {
        if (!_shapes.TryGetValue(type, out TypeShape? shape))
        {
            shape = type switch
            {
                IArrayTypeSymbol array => OfArray(array),
                IErrorTypeSymbol => TypeShape.Invalid(InvalidReason.UnknownType),
                INamedTypeSymbol named => OfNamed(named),
                ITypeParameterSymbol => TypeShape.Invalid(InvalidReason.TypeParameter),
                IDynamicTypeSymbol => TypeShape.Invalid(InvalidReason.Object),
                _ => TypeShape.Invalid(InvalidReason.Pointer),
            };
            _shapes.Add(type, shape);
        }

        return shape;
    }

    /// <summary>Whether generated code of this assembly can name the symbol.</summary>
    public bool IsAccessible(ISymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                return false;
            }
        }

        return Compilation.IsSymbolAccessibleWithin(symbol, Compilation.Assembly);
    }

    private static TypeShape OfArray(IArrayTypeSymbol array)
    {
        ITypeSymbol element = array.ElementType;
        if (array.Rank > 1)
        {
            return CodecTable.FindArray(array.Rank) is { } codec ? Composition(codec, element) : TypeShape.Invalid(InvalidReason.ArrayRank);
        }

        return BlockTypes.IsBlock(element) ? Block(CodecTable.UnmanagedArray, element) : Composition(CodecTable.Array, element);
    }

    private TypeShape OfNamed(INamedTypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Object)
        {
            return TypeShape.Invalid(InvalidReason.Object);
        }

        if (type.IsUnboundGenericType || !IsAccessible(type))
        {
            return TypeShape.Invalid(InvalidReason.NotAccessible);
        }

        string name = WellKnown.MetadataName(type);
        if (type.TypeArguments.Length == 1 && CodecTable.FindBlock(name) is { } block && BlockTypes.IsBlock(type.TypeArguments[0]))
        {
            return Block(block, type.TypeArguments[0]);
        }

        if (CodecTable.Find(name) is { } codec)
        {
            return Composition(codec, [.. type.TypeArguments]);
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return Block(CodecTable.Enum, type);
        }

        if (CodecTable.IsSharedObject(name))
        {
            return new TypeShape(ShapeKind.SharedObject) { Codec = CodecTable.SharedObject, Parts = type.TypeArguments };
        }

        if (CodecTable.IsSharedChannel(name))
        {
            return new TypeShape(ShapeKind.SharedChannel) { Codec = CodecTable.SharedChannel, Parts = type.TypeArguments };
        }

        if (PlatformTypes.WhyNot(type, name) is { } reason)
        {
            return TypeShape.Invalid(reason);
        }

        return OfUserType(type);
    }

    private TypeShape OfUserType(INamedTypeSymbol type)
    {
        if (MessagePackTypes.Formatter(type) is { } formatter)
        {
            return new TypeShape(ShapeKind.Formatter) { Parts = [type, formatter] };
        }

        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            return MessagePackTypes.Union(type, Compilation)
                ?? TypeShape.Invalid(type.TypeKind == TypeKind.Interface ? InvalidReason.InterfaceWithoutUnion : InvalidReason.AbstractWithoutUnion);
        }

        if (WellKnown.Has(type, WellKnown.MessagePackObject))
        {
            return MessagePackTypes.Object(type, this);
        }

        return type.AllInterfaces.Any(static each => each.SpecialType == SpecialType.System_Collections_IEnumerable)
            ? TypeShape.Invalid(InvalidReason.CustomCollection)
            : ObjectMembers.Shape(type, this);
    }

    private static TypeShape Composition(string codec, params ImmutableArray<ITypeSymbol> parts) =>
        new(ShapeKind.Composition) { Codec = codec, Parts = parts };

    private static TypeShape Block(string codec, ITypeSymbol part) => new(ShapeKind.Block) { Codec = codec, Parts = [part] };
}
