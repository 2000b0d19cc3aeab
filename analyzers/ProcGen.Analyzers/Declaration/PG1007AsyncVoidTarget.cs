using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>A target is async void.</summary>
internal static class AsyncVoidTarget
{
    public const string Id = "PG1007";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A target is async void",
        "'{0}' is async void, so that nobody could wait for its end or see what it throws: return Task",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The caller in the other process waits for the end of a target.",
        helpLinkUri: HelpLink.For(Id));
}
