using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Flow;

/// <summary>Tells members of which we know what they do from those that users add to their process classes.</summary>
internal static class OwnMembers
{
    /// <summary>Whether a member is the runtime's, overrides one of the runtime's, is generated, or only holds a value.</summary>
    public static bool IsKnown(ISymbol member) => member switch
    {
        IFieldSymbol or IEventSymbol => true,
        IMethodSymbol method => IsOfOthers(Original(method)),
        IPropertySymbol property => IsOfOthers(property) || IsValue(property),
        _ => false,
    };

    /// <summary>Whether a constructor that the user wrote for a process class names Start.</summary>
    public static bool IsStartedByConstructor(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is INamedTypeSymbol { Locations: [{ IsInSource: true }, ..] } named && ProcGenTypes.IsProcess(current) && !ProcGenTypes.IsGenerated(current); current = current.BaseType)
        {
            bool names = named.InstanceConstructors
                .Where(static constructor => !constructor.IsImplicitlyDeclared)
                .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
                .Select(static reference => reference.GetSyntax())
                .Where(static syntax => syntax.IsKind(SyntaxKind.ConstructorDeclaration))
                .SelectMany(static syntax => syntax.DescendantTokens())
                .Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "Start");
            if (names)
            {
                return true;
            }
        }

        return false;
    }

    private static IMethodSymbol Original(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return method;
    }

    // The runtime's and the platform's, and what our generator wrote, also as a member of an extension.
    private static bool IsOfOthers(ISymbol member)
    {
        INamedTypeSymbol type = member.ContainingType;
        return type.IsExtension
            ? ProcGenTypes.IsGenerated(type.ContainingType)
            : WellKnown.IsOurs(type) || type.SpecialType == SpecialType.System_Object || ProcGenTypes.IsGenerated(type);
    }

    private static bool IsValue(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
