using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Parsing;

/// <summary>Types as they are written in code and in names.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat AsWritten =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Unescaped =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The type as the user wrote it, fully qualified, with what is said about null.</summary>
    public static string Display(ITypeSymbol type) => type.ToDisplayString(AsWritten);

    /// <summary>The name for people and for ids: no escapes, no arguments.</summary>
    public static string Full(INamedTypeSymbol type) => type.ToDisplayString(Unescaped);

    /// <summary>The type as codecs see it: every reference type in it may be null.</summary>
    public static string Wire(ITypeSymbol type) => type.IsReferenceType ? Plain(type) + "?" : Plain(type);

    /// <summary>As <see cref="Wire"/>, with the type itself not marked.</summary>
    public static string Plain(ITypeSymbol type)
    {
        switch (type)
        {
            // Every element that is an array ends in "?", so that ranks read from the inside out.
            case IArrayTypeSymbol array:
                return Wire(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]";
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable:
                return Wire(nullable.TypeArguments[0]) + "?";
            case INamedTypeSymbol { IsTupleType: true, TupleElements.Length: > 1 } tuple:
                return "(" + string.Join(", ", tuple.TupleElements.Select(static element => Wire(element.Type))) + ")";
            case INamedTypeSymbol { SpecialType: SpecialType.None } named:
                string name = Identifiers.Escape(named.Name) + Arguments(named);
                return named.ContainingType is { } outer ? Plain(outer) + "." + name : "global::" + Prefix(named) + name;
            default:
                return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        }
    }

    private static string Prefix(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace
            ? ""
            : Identifiers.EscapeDotted(type.ContainingNamespace.ToDisplayString(Unescaped)) + ".";

    // The tuple of one element prints as what it is, ValueTuple<T>: the language has no form for it.
    private static string Arguments(INamedTypeSymbol type) =>
        type.TypeArguments.IsEmpty ? "" : "<" + string.Join(", ", type.TypeArguments.Select(Wire)) + ">";
}
