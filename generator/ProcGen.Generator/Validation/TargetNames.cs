using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>The names of targets and of what is generated for them.</summary>
internal static class TargetNames
{
    private const string Suffix = "Async";

    /// <summary>The methods of a type that are marked, in the order of their names: the order of files must not show.</summary>
    public static IEnumerable<IMethodSymbol> MarkedMethods(INamedTypeSymbol type)
    {
        List<IMethodSymbol>? marked = null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol method && IsMarked(method))
            {
                (marked ??= []).Add(method);
            }
        }

        marked?.Sort(Compare);
        return (IEnumerable<IMethodSymbol>?)marked ?? [];
    }

    /// <summary>Whether a marked method is the first of its type, in the order of <see cref="MarkedMethods"/>: without sorting, since every one of them asks in every edit.</summary>
    public static bool IsFirst(IMethodSymbol method)
    {
        foreach (ISymbol member in method.ContainingType.GetMembers())
        {
            if (member is IMethodSymbol other && !SymbolEqualityComparer.Default.Equals(other, method) && IsMarked(other) && Compare(other, method) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // The signatures of overloads, which are long to write, only where the names are one.
    private static int Compare(IMethodSymbol left, IMethodSymbol right)
    {
        int byName = string.CompareOrdinal(NameOf(left), NameOf(right));
        return byName != 0 ? byName : string.CompareOrdinal(left.GetDocumentationCommentId(), right.GetDocumentationCommentId());
    }

    // What the compiler puts beside a member of an extension bears its attributes, and nobody wrote it.
    public static bool IsMarked(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } && Mark(method) is not null;

    /// <summary>The name that the attribute gives, or null.</summary>
    public static string? GivenName(IMethodSymbol method) =>
        Mark(method)?.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string;

    /// <summary>The name of the target: the given one, or the method's without a trailing "Async".</summary>
    public static string NameOf(IMethodSymbol method)
    {
        if (GivenName(method) is { } given)
        {
            return given;
        }

        string name = method.Name;
        bool hasSuffix = name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);
        return hasSuffix ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>The class beside a static target that is its process.</summary>
    public static string ProcessClass(string target) => target + "Process";

    /// <summary>The class of the calls of a static target, or of a process class.</summary>
    public static string CallClass(string target) => target + "Call";

    /// <summary>Whether the user's type has a member where one is to be generated. The analyzers also see what has been generated already.</summary>
    public static bool IsTaken(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).Any(static member => WellKnown.Attribute(member, WellKnown.GeneratedCode)?.ConstructorArguments is not [{ Value: "ProcGen" }, ..]);

    private static AttributeData? Mark(IMethodSymbol method) =>
        WellKnown.Attribute(method, WellKnown.ProcessTargetAttribute)
        ?? (method.PartialImplementationPart is { } body ? WellKnown.Attribute(body, WellKnown.ProcessTargetAttribute) : null);
}
