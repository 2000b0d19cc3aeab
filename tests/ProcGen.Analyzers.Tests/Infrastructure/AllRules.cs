using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>What a rule said of a source.</summary>
internal sealed record FoundDiagnostic(string Id, int Line, string Message, DiagnosticSeverity Severity);

/// <summary>Runs every rule there is over a program with the generator's output, as a build does.</summary>
internal static class AllRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ProcGenAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static ImmutableArray<DiagnosticDescriptor> Rules { get; } =
        [.. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).DistinctBy(static rule => rule.Id).OrderBy(static rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>What is reported, in the order of lines; what a #pragma or a setting suppresses is not there.</summary>
    public static async Task<IReadOnlyList<FoundDiagnostic>> RunAsync(string source, bool compiles = true, IReadOnlyDictionary<string, string>? settings = null, bool isProgram = false, string? editorConfig = null, bool withCompiler = false)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        CSharpCompilation project = Compile(source, isProgram);
        if (editorConfig is not null)
        {
            project = project.WithOptions(project.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(editorConfig)));
        }

        CSharpGeneratorDriver.Create([new ProcessTargetGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(project, out Compilation output, out _, token);
        if (compiles)
        {
            Assert.Empty(output.GetDiagnostics(token).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        CompilationWithAnalyzers run = output.WithAnalyzers(
            Analyzers,
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([], new Settings(settings ?? new Dictionary<string, string>())), onAnalyzerException: static (exception, analyzer, _) => throw new InvalidOperationException(analyzer.ToString(), exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false));
        return
        [
            .. (withCompiler ? await run.GetAllDiagnosticsAsync(token) : await run.GetAnalyzerDiagnosticsAsync(token))
                .Where(static found => !found.IsSuppressed && found.Severity != DiagnosticSeverity.Hidden && found.Id != "CS1591")
                .Select(static found => new FoundDiagnostic(found.Id, found.Location.GetLineSpan().StartLinePosition.Line, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), found.Severity))
                .OrderBy(static found => found.Line),
        ];
    }

    private static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private static CSharpCompilation Compile(string source, bool isProgram) => CSharpCompilation.Create(
        "Sample",
        [Parse(source, "/project/Source.cs"), Parse(Project.Usings, "/project/Usings.cs")],
        Project.References,
        new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken);

    private sealed class Settings(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
