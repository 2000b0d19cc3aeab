using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Finds what is carried of a class, record or struct without marks: what generated code can read and set again.</summary>
internal static class ObjectMembers
{
    public static TypeShape Shape(INamedTypeSymbol type, TypeClassifier classifier)
    {
        ImmutableArray<ShapeMember> members = Find(type, classifier, out ImmutableArray<string> placeholders, out bool hasHiddenState);
        return members.IsEmpty && hasHiddenState
            ? TypeShape.Invalid(InvalidReason.NothingToCarry)
            : Construction.Choose(type, members, placeholders, KeyKind.None, classifier);
    }

    /// <summary>All readable members that hold state, inherited ones included, in the order of their names.</summary>
    /// <param name="type">The type.</param>
    /// <param name="classifier">Says what is accessible.</param>
    /// <param name="placeholders">Members that are left out although the language wants them assigned.</param>
    /// <param name="hasHiddenState">Whether there is any state at all, readable or not.</param>
    public static ImmutableArray<ShapeMember> Find(
        INamedTypeSymbol type,
        TypeClassifier classifier,
        out ImmutableArray<string> placeholders,
        out bool hasHiddenState)
    {
        SortedDictionary<string, ShapeMember?> found = new(StringComparer.Ordinal);
        List<string> unassigned = [];
        hasHiddenState = false;
        for (INamedTypeSymbol? current = type; current is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; current = current.BaseType)
        {
            foreach (ISymbol symbol in current.GetMembers())
            {
                hasHiddenState |= symbol is IFieldSymbol { IsStatic: false };
                if (symbol.IsStatic || found.ContainsKey(symbol.Name) || Candidate(symbol, classifier) is not { } member)
                {
                    continue;
                }

                // What is left out still hides what it overrides.
                bool isLeftOut = IsLeftOut(symbol);
                found.Add(symbol.Name, isLeftOut ? null : member);
                if (isLeftOut && symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                {
                    unassigned.Add(symbol.Name);
                }
            }
        }

        placeholders = [.. unassigned.Where(name => found[name] is null)];
        return [.. found.Values.OfType<ShapeMember>()];
    }

    /// <summary>Whether an attribute leaves the member out: its own, or its backing field's.</summary>
    public static bool IsLeftOut(ISymbol symbol) =>
        symbol.GetAttributes().Any(WellKnown.LeavesOut)
        || (symbol is IPropertySymbol property && BackingField(property)?.GetAttributes().Any(WellKnown.LeavesOut) == true);

    /// <summary>The field behind an automatic property, where the source is at hand.</summary>
    public static IFieldSymbol? BackingField(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static ShapeMember? Candidate(ISymbol symbol, TypeClassifier classifier)
    {
        switch (symbol)
        {
            case IFieldSymbol { AssociatedSymbol: null, IsConst: false } field when classifier.IsAccessible(field):
                return new ShapeMember(field.Name, field.Type, field, !field.IsReadOnly) { Formatter = MessagePackTypes.Formatter(field) };
            case IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property when classifier.IsAccessible(getter):
                bool canBeSet = property.SetMethod is { } setter && classifier.IsAccessible(setter);
                return canBeSet || HoldsState(property)
                    ? new ShapeMember(property.Name, property.Type, property, canBeSet) { Formatter = MessagePackTypes.Formatter(property) }
                    : Computed(property);
            default:
                return null;
        }
    }

    // A property that is computed is no state; a constructor's parameter may still be filled from it.
    private static ShapeMember? Computed(IPropertySymbol property) =>
        property.ContainingType.InstanceConstructors
            .Any(constructor => constructor.Parameters.Any(parameter => Construction.Matches(parameter.Name, property.Name)))
            ? new ShapeMember(property.Name, property.Type, property, false) { Formatter = MessagePackTypes.Formatter(property), IsComputed = true }
            : null;

    // In metadata the field is out of sight, but the accessors of automatic properties are marked.
    private static bool HoldsState(IPropertySymbol property) =>
        !property.IsAbstract && (BackingField(property) is not null || WellKnown.Has(property.GetMethod!, WellKnown.CompilerGenerated));
}
