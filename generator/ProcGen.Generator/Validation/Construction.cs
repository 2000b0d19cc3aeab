using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Chooses how an object is made again from its members.</summary>
internal static class Construction
{
    /// <summary>Whether a parameter is meant for a member.</summary>
    public static bool Matches(string parameter, string member) => string.Equals(parameter, member, StringComparison.OrdinalIgnoreCase);

    public static TypeShape Choose(
        INamedTypeSymbol type,
        ImmutableArray<ShapeMember> members,
        ImmutableArray<string> placeholders,
        KeyKind keys,
        TypeClassifier classifier)
    {
        IMethodSymbol? best = null;
        ImmutableArray<ShapeMember> bestArguments = [];
        string? uncovered = null;
        foreach (IMethodSymbol constructor in Candidates(type, classifier))
        {
            if (Arguments(constructor, members, classifier) is not { } arguments)
            {
                continue;
            }

            if (members.FirstOrDefault(member => member is { CanBeSet: false, IsComputed: false } && !arguments.Contains(member)) is { } left)
            {
                uncovered ??= left.Name;
                continue;
            }

            // Without parameters is best, since everything is named then; after that, the more the better, and the first in the source of equals.
            if (best is null || (bestArguments.Length > 0 && arguments.Length > bestArguments.Length))
            {
                best = constructor;
                bestArguments = arguments;
            }
        }

        if (best is null)
        {
            return uncovered is null
                ? TypeShape.Invalid(InvalidReason.NoUsableConstructor)
                : TypeShape.Invalid(InvalidReason.MemberCannotBeSet, uncovered);
        }

        return new TypeShape(ShapeKind.Object) { Object = Shape(best, bestArguments, members, placeholders, keys) };
    }

    private static ObjectShape Shape(
        IMethodSymbol constructor,
        ImmutableArray<ShapeMember> arguments,
        ImmutableArray<ShapeMember> members,
        ImmutableArray<string> placeholders,
        KeyKind keys)
    {
        bool setsRequired = WellKnown.Has(constructor, WellKnown.SetsRequiredMembers);
        ShapeMember WithInitializer(ShapeMember member) => member with
        {
            IsInitialized = member.CanBeSet
                && (!arguments.Contains(member) || (!setsRequired && member.Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })),
        };

        // The constructor's arguments in its order, then the rest by name: the order of files must not show.
        ImmutableArray<ShapeMember> constructed = [.. arguments.Select(WithInitializer)];
        IEnumerable<ShapeMember> rest = members.Where(member => !member.IsComputed && !arguments.Contains(member)).Select(WithInitializer);
        return new ObjectShape(keys, [.. constructed.Distinct(), .. rest], constructed) { Placeholders = setsRequired ? [] : placeholders };
    }

    private static IEnumerable<IMethodSymbol> Candidates(INamedTypeSymbol type, TypeClassifier classifier)
    {
        IMethodSymbol[] accessible = [.. type.InstanceConstructors.Where(classifier.IsAccessible)];
        IMethodSymbol? marked = accessible.FirstOrDefault(constructor => WellKnown.Has(constructor, WellKnown.MessagePackConstructor));
        return marked is not null
            ? [marked]
            : accessible
                .OrderBy(constructor => constructor.Parameters.Length)
                .ThenBy(constructor => constructor.ToDisplayString(), StringComparer.Ordinal);
    }

    private static ImmutableArray<ShapeMember>? Arguments(
        IMethodSymbol constructor,
        ImmutableArray<ShapeMember> members,
        TypeClassifier classifier)
    {
        ImmutableArray<ShapeMember>.Builder arguments = ImmutableArray.CreateBuilder<ShapeMember>();
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            ShapeMember? match = members
                .FirstOrDefault(member => Matches(parameter.Name, member.Name) && Fits(member.Type, parameter.Type, classifier));
            if (match is null || parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                return null;
            }

            arguments.Add(match);
        }

        return arguments.ToImmutable();
    }

    private static bool Fits(ITypeSymbol member, ITypeSymbol parameter, TypeClassifier classifier) =>
        SymbolEqualityComparer.Default.Equals(member, parameter)
        || classifier.Compilation.ClassifyCommonConversion(member, parameter) is { IsImplicit: true, IsReference: true };
}
