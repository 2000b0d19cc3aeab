using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>Analyzers, loaded from where a build has them, and run over a project as the compiler does.</summary>
internal sealed class CompilerExtensions
{
    // What a build asks of the SDK's analyzers where the project says nothing.
    private static readonly AnalyzerConfigSet Configuration = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(File.ReadAllText(Path.Combine(SdkAnalyzers, "build", "config", "analysislevel_10_default.globalconfig")), "/sdk.globalconfig") });

    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;

    private CompilerExtensions(ImmutableArray<DiagnosticAnalyzer> analyzers) => _analyzers = analyzers;

    /// <summary>One that looks at every call, and says nothing: what it costs to look at all.</summary>
    public static CompilerExtensions Silent { get; } = new([new SilentAnalyzer()]);

    public static CompilerExtensions Ours { get; } = Load(Built("ProcGen.Analyzers"));

    public static CompilerExtensions OfTheSdk { get; } = Load([.. Directory.GetFiles(SdkAnalyzers, "*.NetAnalyzers.dll").Where(static file => !file.Contains("VisualBasic", StringComparison.Ordinal))]);

    public static ISourceGenerator Generator { get; } = ((IIncrementalGenerator)Assembly.LoadFrom(Built("ProcGen.Generator")).GetExportedTypes()
        .Where(static type => typeof(IIncrementalGenerator).IsAssignableFrom(type)).Select(Activator.CreateInstance).Single()!).AsSourceGenerator();

    private static string SdkAnalyzers
    {
        get
        {
            // <dotnet>/shared/Microsoft.NETCore.App/<version>/ and the newest SDK beside it.
            string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            string sdk = Directory.GetDirectories(Path.Combine(root, "sdk"), "10.*").Order(StringComparer.Ordinal).Last();
            return Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");
        }
    }

    public CompilerExtensions And(CompilerExtensions others) => new(_analyzers.AddRange(others._analyzers));

    /// <summary>Compiles a project to its last byte and runs the analyzers over it.</summary>
    public void Build(CSharpCompilation project)
    {
        // A new compilation each time: nothing that an earlier build found out is there.
        CSharpCompilation fresh = CSharpCompilation.Create(project.AssemblyName, project.SyntaxTrees, project.References, project.Options.WithSyntaxTreeOptionsProvider(new Severities()));
        Compilation complete = fresh;
        CompilationWithAnalyzers? run = null;
        if (!_analyzers.IsEmpty)
        {
            run = fresh.WithAnalyzers(_analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: static (exception, analyzer, _) => throw new InvalidOperationException(analyzer.ToString(), exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
            complete = run.Compilation;
        }

        // Analyzers are driven by what the compiler finds while it looks for errors: it looks in either case.
        Diagnostic[] failures = [.. (run?.GetAllDiagnosticsAsync().GetAwaiter().GetResult() ?? complete.GetDiagnostics()).Where(static each => each.Severity == DiagnosticSeverity.Error)];
        Require(failures.Length == 0, failures.FirstOrDefault()?.ToString());

        Microsoft.CodeAnalysis.Emit.EmitResult result = complete.Emit(Stream.Null);
        Require(result.Success, result.Diagnostics.FirstOrDefault()?.ToString());
    }

    // As the compiler does for a build on the command line: who could only whisper is not asked.
    private static CompilerExtensions Load(params string[] files) => new([
        .. files.SelectMany(static file => Types(Assembly.LoadFrom(file)))
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } mark && mark.Languages.Contains(LanguageNames.CSharp))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(static analyzer => analyzer.SupportedDiagnostics.Any(IsHeard)),
    ]);

    // The SDK's assemblies have fixes for editors, too, which need more than a compiler has.
    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static bool IsHeard(DiagnosticDescriptor rule) => Configuration.GlobalConfigOptions.TreeOptions.TryGetValue(rule.Id, out ReportDiagnostic wanted)
        ? wanted is ReportDiagnostic.Warn or ReportDiagnostic.Error
        : rule is { IsEnabledByDefault: true, DefaultSeverity: >= DiagnosticSeverity.Warning };

    // artifacts/bin/<this project>/<configuration>/
    private static string Built(string project)
    {
        DirectoryInfo configuration = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, project + ".dll");
    }

    private static void Require(bool isTrue, string? what)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException($"The generated project does not compile: {what}");
        }
    }

    private sealed class Severities : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) => TryGetGlobalDiagnosticValue(diagnosticId, cancellationToken, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) => Configuration.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
