using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.StartUp;

/// <summary>Main lacks the guard that children are entered through.</summary>
internal static class GuardMissing
{
    public const string Id = "PG2002";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Main lacks the guard that children are entered through",
        "This program is published without startup hooks ({0}), so that children enter through Main: begin it with 'if (ProcessHost.IsChild) return ProcessHost.RunChild();'",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "NativeAOT and trimmed programs, and those without startup hooks, have no other way into a child.",
        helpLinkUri: HelpLink.For(Id));
}
