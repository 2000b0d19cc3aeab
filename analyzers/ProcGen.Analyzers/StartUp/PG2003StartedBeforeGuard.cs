using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.StartUp;

/// <summary>Something is started before the guard in Main.</summary>
internal static class StartedBeforeGuard
{
    public const string Id = "PG2003";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Something is started before the guard in Main",
        "'{0}' is started before the guard, so that each child would start it again: begin Main with 'if (ProcessHost.IsChild) return ProcessHost.RunChild();'",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A child runs Main up to the guard.",
        helpLinkUri: HelpLink.For(Id));
}
