using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Locking;

/// <summary>A lock is acquired and not released on every path.</summary>
internal static class NotReleased
{
    public const string Id = "PG2201";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A lock is acquired and not released on every path",
        "'{0}' is acquired, and a path leads out of the method on which it is not released: hold it in a using, as in 'using ({1})'",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lock that is kept makes all other processes wait until this one ends.",
        helpLinkUri: HelpLink.For(Id));
}
