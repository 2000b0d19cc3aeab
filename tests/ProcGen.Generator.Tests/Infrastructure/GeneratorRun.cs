using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>A run of the generator over a project. Every one runs twice, the second time behind an unrelated edit, and sees that nothing was done again.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver, GeneratorDriverRunResult result, Compilation output, ProjectOptions options)
    {
        Driver = driver;
        Result = result;
        Output = output;
        Options = options;
        Files = result.Results.Single().GeneratedSources.ToImmutableSortedDictionary(static file => file.HintName, static file => file.SourceText.ToString());
    }

    public GeneratorDriver Driver { get; }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The project with what was generated.</summary>
    public Compilation Output { get; }

    public ProjectOptions Options { get; }

    /// <summary>What was generated, by hint name.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; }

    public string AllText => string.Join("\n", Files.Values);

    public static GeneratorRun Of(params string[] sources) => Of(ProjectOptions.Default, sources);

    public static GeneratorRun Of(ProjectOptions options, params string[] sources)
    {
        CSharpCompilation project = Compile.Project(options, sources);
        GeneratorRun first = Run(CreateDriver(options), project, options);
        CachingAssert.RunsAgainWithoutWork(first, project);
        ObjectGraph.HasNoRoslynObjects(first.Result);
        return first;
    }

    public static GeneratorDriver CreateDriver(ProjectOptions options) => CSharpGeneratorDriver.Create(
        [new ProcessTargetGenerator().AsSourceGenerator()],
        parseOptions: Compile.ParseOptions(options),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorRun Run(GeneratorDriver driver, Compilation project, ProjectOptions options)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(project, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        return new GeneratorRun(driver, result, output, options);
    }
}
