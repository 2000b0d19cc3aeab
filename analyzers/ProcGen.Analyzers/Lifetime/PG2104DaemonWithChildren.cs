using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A daemon is made whose target starts processes.</summary>
internal static class DaemonWithChildren
{
    public const string Id = "PG2104";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A daemon is made whose target starts processes",
        "'{0}' is made a daemon, and its target '{1}' starts '{2}' ({3}): daemons may not have children. Leave IsDaemon out, or start them elsewhere.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Nobody would wait for the children of a daemon, so that starting them throws.",
        helpLinkUri: HelpLink.For(Id));
}
