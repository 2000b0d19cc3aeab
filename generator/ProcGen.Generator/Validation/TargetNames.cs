using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>The names of targets and of what is generated for them.</summary>
internal static class TargetNames
{
    private const string Suffix = "Async";

    /// <summary>The methods of a type that are marked, in the order of their names: the order of files must not show.</summary>
    public static IEnumerable<IMethodSymbol> MarkedMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(IsMarked)
            .OrderBy(NameOf, StringComparer.Ordinal)
            .ThenBy(method => method.GetDocumentationCommentId(), StringComparer.Ordinal);

    public static bool IsMarked(IMethodSymbol method) => method.MethodKind == MethodKind.Ordinary && Mark(method) is not null;

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

    private static AttributeData? Mark(IMethodSymbol method) =>
        WellKnown.Attribute(method, WellKnown.ProcessTargetAttribute)
        ?? (method.PartialImplementationPart is { } body ? WellKnown.Attribute(body, WellKnown.ProcessTargetAttribute) : null);
}
