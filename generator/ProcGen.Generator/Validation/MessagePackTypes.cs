using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Types with MessagePack's attributes: they cross in the form that these describe.</summary>
internal static class MessagePackTypes
{
    /// <summary>The formatter that a type or member is marked with, or null.</summary>
    public static ITypeSymbol? Formatter(ISymbol symbol) =>
        WellKnown.Attribute(symbol, WellKnown.MessagePackFormatter) is { ConstructorArguments: [{ Value: ITypeSymbol formatter }, ..] }
            ? formatter
            : null;

    /// <summary>The union that an interface or abstract class declares, or null.</summary>
    public static TypeShape? Union(INamedTypeSymbol type, Compilation compilation)
    {
        SortedDictionary<int, UnionCase> cases = [];
        HashSet<ITypeSymbol> types = new(SymbolEqualityComparer.Default);
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (!WellKnown.Is(attribute.AttributeClass, WellKnown.MessagePackUnion))
            {
                continue;
            }

            if (attribute.ConstructorArguments is not [{ Value: int key }, { Value: INamedTypeSymbol declared }]
                || cases.ContainsKey(key)
                || !types.Add(declared)
                || compilation.ClassifyCommonConversion(declared, type) is not { IsImplicit: true })
            {
                return TypeShape.Invalid(InvalidReason.InvalidUnion);
            }

            cases.Add(key, new UnionCase(key, declared));
        }

        return cases.Count == 0 ? null : new TypeShape(ShapeKind.Union) { Cases = [.. cases.Values] };
    }

    /// <summary>The shape of a keyed object.</summary>
    public static TypeShape Object(INamedTypeSymbol type, TypeClassifier classifier)
    {
        bool byName = WellKnown.Attribute(type, WellKnown.MessagePackObject) is { ConstructorArguments: [{ Value: true }, ..] };
        ImmutableArray<ShapeMember> members = ObjectMembers.Find(type, classifier, out ImmutableArray<string> placeholders, out _);
        List<ShapeMember> keyed = [];
        HashSet<object> keys = [];
        foreach (ShapeMember member in members)
        {
            AttributeData? mark = WellKnown.Attribute(member.Symbol, WellKnown.MessagePackKey);
            object? key = mark is { ConstructorArguments: [{ Value: { } value }] } ? value : byName ? member.Name : null;
            if (key is null)
            {
                // Only public members need a word; a property that is computed has nothing to say.
                if (member.IsComputed || member.Symbol.DeclaredAccessibility != Accessibility.Public)
                {
                    continue;
                }

                return TypeShape.Invalid(InvalidReason.MissingKey, member.Name);
            }

            if (key is < 0 or not (int or string) || !keys.Add(key) || keys.First().GetType() != key.GetType())
            {
                return TypeShape.Invalid(InvalidReason.InvalidKeys, member.Name);
            }

            keyed.Add(key is int number ? member with { IntegerKey = number, IsComputed = false } : member with { TextKey = (string)key, IsComputed = false });
        }

        KeyKind kind = keys.FirstOrDefault() is string || byName ? KeyKind.Text : KeyKind.Integer;
        TypeShape shape = Construction.Choose(type, [.. keyed], placeholders, kind, classifier);
        return shape.Object is not { } made
            ? shape
            : shape with { Object = made with { Members = [.. made.Members.OrderBy(member => member.IntegerKey).ThenBy(member => member.TextKey, StringComparer.Ordinal)] } };
    }
}
