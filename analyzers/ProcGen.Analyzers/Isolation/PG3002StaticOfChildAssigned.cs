using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Isolation;

/// <summary>A target assigns a static that others read.</summary>
internal static class StaticOfChildAssigned
{
    public const string Id = "PG3002";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target assigns a static that others read",
        "Target '{0}' assigns '{1}', which '{2}' reads in another process ({3}): it never sees the value. Return it, or use a SharedValue<T>.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Processes share no memory: what a child assigns, it assigns for itself.",
        helpLinkUri: HelpLink.For(Id));
}
