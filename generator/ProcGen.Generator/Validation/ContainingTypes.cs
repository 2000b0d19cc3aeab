using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Validation;

/// <summary>What the types around a target have to be: partial to the outermost, without type parameters, and within reach of the table.</summary>
internal static class ContainingTypes
{
    public static void Check(INamedTypeSymbol type, TypeClassifier classifier, Action<InvalidReason> add)
    {
        bool isPartial = true;
        bool isGeneric = false;
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            isPartial &= IsPartial(current);
            isGeneric |= current.IsGenericType;
        }

        if (!isPartial)
        {
            add(InvalidReason.NotPartial);
        }

        if (isGeneric)
        {
            add(InvalidReason.GenericContainingType);
        }

        if (!classifier.IsAccessible(type))
        {
            add(InvalidReason.ContainingTypeNotAccessible);
        }
    }

    /// <summary>Whether a type, not those around it, is partial.</summary>
    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken = default) =>
        type.DeclaringSyntaxReferences
            .Any(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
