using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests;

/// <summary>
/// All rules over large sources that do not use ProcGen, in projects that refer to it: they say nothing, and none of them fails.
/// The sources are those that packages carry in their symbols. With PROCGEN_FOREIGN_CODE set, also those below that folder, each folder in it a project.
/// </summary>
public class ForeignCodeTests
{
    // A mistake of our own among them: the rules look.
    private const string Mistake = """
        namespace ProcGenMistakes
        {
            using ProcGen;
            public static partial class Jobs
            {
                private static int s_count;
                [ProcessTarget] public static async void Work() => await System.Threading.Tasks.Task.Yield();
                [ProcessTarget] public static void Take(ProcessLock held) { held.Acquire(); }
                [ProcessTarget] public static void Input() => System.Console.ReadLine();
                [ProcessTarget] public static void Change() => s_count++;
                public static int Count() => s_count;
            }
        }
        """;

    public static TheoryData<string> Files =>
        [.. typeof(ForeignCodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static each => each.Key == "ForeignCode").Value!.Split('|'), Path.Combine(AppContext.BaseDirectory, "Microsoft.Testing.Platform.dll")];

    public static TheoryData<string> Folders =>
        Environment.GetEnvironmentVariable("PROCGEN_FOREIGN_CODE") is { Length: > 0 } folder ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)] : [""];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_rules_are_silent_over_what_packages_carry(string file)
    {
        SyntaxTree[] sources = [.. ForeignCode.In(file)];
        Assert.True(sources.Sum(static source => source.Length) > 200_000, $"There are {sources.Length} sources of {sources.Sum(static source => source.Length)} characters in '{file}'.");
        await CheckAsync(sources);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task The_rules_are_silent_over_a_folder(string folder)
    {
        Assert.SkipWhen(folder.Length == 0, "PROCGEN_FOREIGN_CODE names no folder.");
        await CheckAsync([.. ForeignCode.Below(folder)]);
    }

    private static async Task CheckAsync(SyntaxTree[] sources)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.NotEmpty(sources);

        // Errors do not matter: half of what the sources refer to is missing, and rules have to live with that, too, while somebody types.
        CSharpCompilation project = CSharpCompilation.Create(
            "Foreign",
            [.. sources, CSharpSyntaxTree.ParseText(Mistake, new CSharpParseOptions(LanguageVersion.CSharp14), "Mistake.cs", cancellationToken: token)],
            Infrastructure.Project.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true).WithSyntaxTreeOptionsProvider(new NothingIsGenerated()));
        CompilationWithAnalyzers run = project.WithAnalyzers(AllRules.Analyzers, new AnalyzerOptions([]));
        Diagnostic[] found = [.. await run.GetAnalyzerDiagnosticsAsync(token)];
        Assert.Equal("", string.Join('\n', found.Where(static each => each.Location.SourceTree?.FilePath != "Mistake.cs")));
        Assert.Equal(["PG1007", "PG2201", "PG3002", "PG3003"], found.Select(static each => each.Id).Order(StringComparer.Ordinal));
    }

    // Code that says of itself that it is generated would be left out.
    private sealed class NothingIsGenerated : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
