using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Declaration;

/// <summary>An exception class cannot come back as itself.</summary>
internal static class ExceptionClass
{
    public const string Id = "PG1010";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "An exception class cannot come back as itself",
        "{0}",
        Categories.Usage,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A class marked [ProcessException] is an exception that the receiving process can make again.",
        helpLinkUri: HelpLink.For(Id));
}
