using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>The result of an asynchronous call is ignored.</summary>
internal static class IgnoredResult
{
    public const string Id = "PG2108";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The result of an asynchronous call is ignored",
        "Nobody awaits '{0}', so that its result and what it throws are never seen: {1}",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An asynchronous call of a target tells its outcome through the task that it returns.",
        helpLinkUri: HelpLink.For(Id));
}
