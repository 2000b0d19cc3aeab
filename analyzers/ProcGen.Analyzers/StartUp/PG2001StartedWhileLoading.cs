using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.StartUp;

/// <summary>A process or pool is started while the program is loaded.</summary>
internal static class StartedWhileLoading
{
    public const string Id = "PG2001";

    public static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A process or pool is started while the program is loaded",
        "{0} runs while the program is loaded, in children too, and starts '{1}'{2}: start it from Main, or make it when it is first asked for, as with Lazy<T>",
        Categories.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Initializers run in every process before it is ready; a child that starts processes there is refused.",
        helpLinkUri: HelpLink.For(Id));
}
