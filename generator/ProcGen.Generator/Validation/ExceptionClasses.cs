using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>How a marked exception class is made again.</summary>
/// <param name="Arguments">The constructor's arguments; null stands for the inner exception.</param>
/// <param name="Initialized">What is set behind it.</param>
internal sealed record ExceptionShape(ImmutableArray<ShapeMember?> Arguments, ImmutableArray<ShapeMember> Initialized);

/// <summary>Decides whether a marked exception class can come back as itself.</summary>
internal static class ExceptionClasses
{
    /// <summary>The shape, or why there is none.</summary>
    public static ExceptionShape? Shape(INamedTypeSymbol type, TypeClassifier classifier, out Problem? problem)
    {
        problem = null;
        if (!WellKnown.DerivesFrom(type, WellKnown.Exception) || type.IsAbstract || type.IsGenericType)
        {
            problem = new Problem(InvalidReason.NotAnException, type, type.Name);
            return null;
        }

        if (!classifier.IsAccessible(type))
        {
            problem = new Problem(InvalidReason.NotAccessible, type, type.Name);
            return null;
        }

        Dictionary<string, ShapeMember> members = Members(type, classifier);
        ExceptionShape? best = null;
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(classifier.IsAccessible).OrderByDescending(static each => each.Parameters.Length).ThenBy(static each => each.ToDisplayString(), StringComparer.Ordinal))
        {
            if (Arguments(constructor, members) is { } arguments)
            {
                bool setsRequired = WellKnown.Has(constructor, WellKnown.SetsRequiredMembers);
                best = new ExceptionShape(arguments, [.. members.Values.Where(member => IsInitialized(member, arguments, setsRequired)).OrderBy(static member => member.Name, StringComparer.Ordinal)]);
                break;
            }
        }

        if (best is null)
        {
            problem = new Problem(InvalidReason.NoUsableConstructor, type, type.Name);
            return null;
        }

        TypeValidator types = new(classifier);
        problem = best.Arguments.OfType<ShapeMember>()
            .Concat(best.Initialized)
            .Select(member => types.Find(member.Type, type, type.Name + "." + member.Name))
            .FirstOrDefault(static found => found is not null);
        return problem is null ? best : null;
    }

    // The exception's own members; of the platform's classes only what a constructor asks for.
    private static Dictionary<string, ShapeMember> Members(INamedTypeSymbol type, TypeClassifier classifier)
    {
        Dictionary<string, ShapeMember> members = new(StringComparer.OrdinalIgnoreCase);
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            bool isOwn = !PlatformTypes.IsPlatform(current);
            foreach (IPropertySymbol property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, GetMethod: { } getter }
                    && classifier.IsAccessible(getter)
                    && !members.ContainsKey(property.Name)
                    && !ObjectMembers.IsLeftOut(property))
                {
                    members.Add(property.Name, new ShapeMember(property.Name, property.Type, property, isOwn && property.SetMethod is { } setter && classifier.IsAccessible(setter)));
                }
            }
        }

        return members;
    }

    private static ImmutableArray<ShapeMember?>? Arguments(IMethodSymbol constructor, Dictionary<string, ShapeMember> members)
    {
        ImmutableArray<ShapeMember?>.Builder arguments = ImmutableArray.CreateBuilder<ShapeMember?>();
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            if (WellKnown.Is(parameter.Type, WellKnown.Exception))
            {
                arguments.Add(null);
            }
            else if (members.TryGetValue(parameter.Name, out ShapeMember? member)
                && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type))
            {
                arguments.Add(member);
            }
            else
            {
                return null;
            }
        }

        return arguments.ToImmutable();
    }

    private static bool IsInitialized(ShapeMember member, ImmutableArray<ShapeMember?> arguments, bool setsRequired) =>
        member.CanBeSet && (!arguments.Contains(member) || (!setsRequired && member.Symbol is IPropertySymbol { IsRequired: true }));
}
