using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Types whose values may be copied as they lie in memory, because any bits are a value.</summary>
internal static class BlockTypes
{
    public static bool IsBlock(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsUnmanagedType: true, IsRefLikeType: false } named)
        {
            return false;
        }

        if (named.TypeKind == TypeKind.Enum || CodecTable.IsBlock(WellKnown.MetadataName(named)))
        {
            return true;
        }

        // Types of the platform beyond the table may have rules for their bits, and marked types have a form of their own.
        return named.TypeKind == TypeKind.Struct
            && !PlatformTypes.IsPlatform(named)
            && !WellKnown.Has(named, WellKnown.MessagePackObject)
            && !WellKnown.Has(named, WellKnown.MessagePackFormatter)
            && HasOnlyBlocks(named);
    }

    private static bool HasOnlyBlocks(INamedTypeSymbol type)
    {
        bool any = false;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field)
            {
                any = true;
                if (field.IsFixedSizeBuffer || field.GetAttributes().Any(WellKnown.LeavesOut) || !IsBlock(field.Type))
                {
                    return false;
                }
            }
        }

        return any;
    }
}
