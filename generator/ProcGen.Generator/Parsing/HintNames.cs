using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Parsing;

/// <summary>Names of generated files.</summary>
internal static class HintNames
{
    // Builds on Windows that write generated files out fail on long paths, and the project's own directory is in front of the name.
    private const int MaxLength = 120;

    /// <summary>The file for a type: its name and what is in the file.</summary>
    public static string ForType(INamedTypeSymbol type, string kind)
    {
        string name = TypeNames.Full(type);
        return Create(HasTwin(type) ? name + "." + StableHash.Short(name) : name, kind);
    }

    public static string Create(string name, string kind)
    {
        string hint = name + "." + kind + ".g.cs";
        if (hint.Length <= MaxLength)
        {
            return hint;
        }

        string end = "." + StableHash.Short(name) + "." + kind + ".g.cs";
        int kept = MaxLength - end.Length;
        // Half of a surrogate pair would not be a name.
        return name.Substring(0, char.IsHighSurrogate(name[kept - 1]) ? kept - 1 : kept) + end;
    }

    /// <summary>Whether something beside the type, or beside what it is in, has its name but for case: names of files have to differ by more.</summary>
    public static bool HasTwin(ISymbol symbol)
    {
        for (ISymbol current = symbol; current.ContainingSymbol is INamespaceOrTypeSymbol outer; current = outer)
        {
            foreach (ISymbol sibling in outer.GetMembers())
            {
                if (sibling is INamespaceOrTypeSymbol
                    && sibling.Name != current.Name
                    && string.Equals(sibling.Name, current.Name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
