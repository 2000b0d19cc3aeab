using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Decides whether a type crosses with all that is in it.</summary>
internal sealed class TypeValidator(TypeClassifier classifier)
{
    /// <summary>The first thing in a type that cannot cross, or null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="subject">What is declared with the type: a parameter, or the method for its result.</param>
    /// <param name="path">How the value is called.</param>
    public Problem? Find(ITypeSymbol type, ISymbol subject, string path) =>
        Find(type, subject, path, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private Problem? Find(ITypeSymbol type, ISymbol subject, string path, HashSet<ITypeSymbol> seen)
    {
        // A type that is being looked at, or was, has nothing new to say: this is also what ends recursion.
        if (!seen.Add(type))
        {
            return null;
        }

        TypeShape shape = classifier.Classify(type);
        return shape.Kind switch
        {
            ShapeKind.Invalid => new Problem(shape.Reason, subject, shape.Member is null ? path : path + "." + shape.Member) { Type = type },
            ShapeKind.Composition or ShapeKind.SharedChannel => InParts(type, shape, subject, path, seen),
            ShapeKind.SharedObject => shape.Parts.All(classifier.IsAccessible) ? null : new Problem(InvalidReason.NotAccessible, subject, path),
            ShapeKind.Block => classifier.IsAccessible(shape.Parts[0]) ? null : new Problem(InvalidReason.NotAccessible, subject, path),
            ShapeKind.Formatter => InFormatter(shape.Parts[1], subject, path),
            ShapeKind.Object => InMembers(shape.Object!, subject, path, seen),
            _ => InCases(shape, subject, path, seen),
        };
    }

    private Problem? InParts(ITypeSymbol type, TypeShape shape, ISymbol subject, string path, HashSet<ITypeSymbol> seen)
    {
        for (int i = 0; i < shape.Parts.Length; i++)
        {
            if (Find(shape.Parts[i], subject, path + Step(type, shape, i), seen) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string Step(ITypeSymbol type, TypeShape shape, int part) => type switch
    {
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "",
        INamedTypeSymbol { IsTupleType: true } tuple when part < 7 => "." + tuple.TupleElements[part].Name,
        _ when shape.Codec.Contains("Tuple") => part < 7 ? ".Item" + (part + 1) : "",
        _ when shape.Parts.Length == 2 => part == 0 ? ".Key" : ".Value",
        _ => "[]",
    };

    private Problem? InMembers(ObjectShape shape, ISymbol subject, string path, HashSet<ITypeSymbol> seen)
    {
        foreach (ShapeMember member in shape.Members)
        {
            string step = path + "." + member.Name;
            if ((member.Formatter is { } formatter ? InFormatter(formatter, subject, step) : Find(member.Type, subject, step, seen)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private Problem? InFormatter(ITypeSymbol formatter, ISymbol subject, string path) =>
        // It writes the name of a type, and makes whatever type it reads the name of.
        WellKnown.MetadataName(formatter) is WellKnown.TypelessFormatter or WellKnown.ForcedTypelessFormatter ? new Problem(InvalidReason.Object, subject, path) { Type = formatter }
        : formatter is INamedTypeSymbol { IsUnboundGenericType: false } named
            && classifier.IsAccessible(named)
            && named.InstanceConstructors.Any(made => made.Parameters.IsEmpty && classifier.IsAccessible(made))
            ? null
            : new Problem(InvalidReason.NotAccessible, subject, path);

    private Problem? InCases(TypeShape shape, ISymbol subject, string path, HashSet<ITypeSymbol> seen)
    {
        foreach (UnionCase declared in shape.Cases)
        {
            if (Find(declared.Type, subject, path + "(" + declared.Type.Name + ")", seen) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }
}
