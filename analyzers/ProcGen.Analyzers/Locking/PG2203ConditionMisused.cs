using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A condition is used without its lock, or waited for outside of a loop.</summary>
internal static class ConditionMisused
{
    public const string Id = "PG2203";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A condition is used without its lock, or waited for outside of a loop",
        "{0}",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A condition says only that something may have changed: it is waited for under its lock, and what was wanted is looked at again.",
        helpLinkUri: HelpLink.For(Id));
}
