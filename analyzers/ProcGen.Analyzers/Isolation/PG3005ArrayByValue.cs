using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Isolation;

/// <summary>A mapped target takes an array by value.</summary>
internal static class ArrayByValue
{
    public const string Id = "PG3005";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A mapped target takes an array by value",
        "Each call of '{0}' gets a copy of '{1}': if it is large, or the same for all calls, put it into a SharedArray<{2}>",
        Categories.Performance,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The argument of each call is written, sent and read; a SharedArray is passed as a reference.",
        helpLinkUri: HelpLink.For(Id));
}
