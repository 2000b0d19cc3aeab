using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Tells types of the platform, which cross only where the table says so, from the user's.</summary>
internal static class PlatformTypes
{
    /// <summary>Why a named type that is not in the table cannot cross, as far as its name and its bases tell; null where nothing speaks against it.</summary>
    public static InvalidReason? WhyNot(INamedTypeSymbol type, string name)
    {
        if (type.TypeKind == TypeKind.Delegate || WellKnown.DerivesFrom(type, WellKnown.Delegate))
        {
            return InvalidReason.Delegate;
        }

        if (type.IsRefLikeType)
        {
            return InvalidReason.RefStruct;
        }

        if (WellKnown.DerivesFrom(type, WellKnown.Stream))
        {
            return InvalidReason.Stream;
        }

        if (WellKnown.DerivesFrom(type, WellKnown.Task)
            || name is WellKnown.ValueTask or WellKnown.ValueTaskOfResult or WellKnown.AsyncEnumerable)
        {
            return InvalidReason.Task;
        }

        if (name == WellKnown.CancellationToken || WellKnown.DerivesFrom(type, WellKnown.CancellationTokenSource))
        {
            return InvalidReason.Cancellation;
        }

        if (name == WellKnown.Progress)
        {
            return InvalidReason.NestedProgress;
        }

        if (IsPlatform(type))
        {
            return InvalidReason.PlatformType;
        }

        return type.BaseType is { } inherited && HasPlatformBase(inherited) ? InvalidReason.PlatformBase : null;
    }

    /// <summary>Whether the type comes with .NET.</summary>
    public static bool IsPlatform(ITypeSymbol type)
    {
        INamespaceSymbol? outermost = type.ContainingNamespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            outermost = outermost.ContainingNamespace;
        }

        return outermost?.Name is "System" or "Microsoft" && type.ContainingAssembly is not ISourceAssemblySymbol;
    }

    private static bool HasPlatformBase(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType)
            {
                return false;
            }

            if (IsPlatform(current))
            {
                return true;
            }
        }

        return false;
    }
}
