using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A process is started and dropped.</summary>
internal static class StartedAndDropped
{
    public const string Id = "PG2105";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A process is started and dropped",
        "{0} is started, and nobody joins it, awaits it, disposes of it or keeps it: what goes wrong in it is never seen. Keep it in a using, and join it.",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A process that nobody holds cannot be waited for or ended, and its errors go unseen.",
        helpLinkUri: HelpLink.For(Id));
}
