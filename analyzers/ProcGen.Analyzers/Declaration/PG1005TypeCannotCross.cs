using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A value cannot cross to another process.</summary>
internal static class TypeCannotCross
{
    public const string Id = "PG1005";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A value cannot cross to another process",
        "'{0}' cannot cross to another process: {1}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Parameters, results, the state of process classes and the items of queues, connections and listeners are sent as data.",
        helpLinkUri: HelpLink.For(Id));
}
