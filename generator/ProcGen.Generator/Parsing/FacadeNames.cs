using Microsoft.CodeAnalysis;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>How a type is called on an executor.</summary>
internal static class FacadeNames
{
    /// <summary>The type's own name; behind those of the types around it where another type with targets in the namespace has the same.</summary>
    public static string For(INamedTypeSymbol type)
    {
        string path = type.Name;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            path = outer.Name + path;
        }

        string name = type.ContainingType is not null && HasNamesake(type, type.ContainingNamespace.GetTypeMembers()) ? path : type.Name;

        // What is generated lies in the namespace; names that are taken there get out of the way.
        while (type.ContainingNamespace.GetTypeMembers(name + "Executor").Length > 0
            || type.ContainingNamespace.GetTypeMembers(name + "ExecutorExtensions").Length > 0)
        {
            name += "_";
        }

        return name;
    }

    private static bool HasNamesake(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> among)
    {
        foreach (INamedTypeSymbol other in among)
        {
            bool isNamesake = other.Name == type.Name
                && !SymbolEqualityComparer.Default.Equals(other, type)
                && TargetNames.MarkedMethods(other).Any();
            if (isNamesake || HasNamesake(type, other.GetTypeMembers()))
            {
                return true;
            }
        }

        return false;
    }
}
