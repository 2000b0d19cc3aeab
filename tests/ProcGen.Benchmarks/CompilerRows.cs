using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Benchmarks;

/// <summary>What the generator and the rules cost whoever compiles with them.</summary>
internal static class CompilerRows
{
    private const int Targets = 500;

    public static IEnumerable<Row> All(bool isQuick) => [.. Rules(isQuick ? 200 : 1000, isQuick ? 3 : 2), .. Generator(isQuick ? 5 : 40)];

    // A build runs the SDK's own analyzers, too: ours are held against compilation and analysis with those alone. The first analyzer of all makes
    // the compiler prepare what the others share, so where there are no others, what ours add to one that does nothing is told.
    private static IEnumerable<Row> Rules(int files, int rounds)
    {
        CSharpCompilation project = GeneratedProject.Of(files);
        CompilerExtensions ours = CompilerExtensions.Ours, theirs = CompilerExtensions.OfTheSdk;
        (double with, double without, double ratio) = Measure.InTurn(() => theirs.And(ours).Build(project), () => theirs.Build(project), rounds, 1);
        yield return new Row($"build of {files} files with the rules", Measure.Text(with / 1e6, "s"), $"without {Measure.Text(without / 1e6, "s")}", ratio, "at most 1.1", ratio <= 1.1);

        (with, without, ratio) = Measure.InTurn(() => ours.Build(project), () => CompilerExtensions.Silent.Build(project), rounds, 1);
        yield return new Row("the same without the SDK's analyzers", Measure.Text(with / 1e6, "s"), $"a rule that does nothing {Measure.Text(without / 1e6, "s")}", ratio, "told only", true);
    }

    private static IEnumerable<Row> Generator(int rounds)
    {
        CSharpCompilation project = GeneratedProject.OfTargets(Targets);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [CompilerExtensions.Generator],
            parseOptions: GeneratedProject.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(project);
        SyntaxTree unrelated = GeneratedProject.Parse("internal static class Unrelated { }", "Unrelated.cs");
        CSharpCompilation before = project.AddSyntaxTrees(unrelated);
        driver = driver.RunGenerators(before);

        // The same compilation again; and as an editor makes one behind every key in a file without targets.
        int edit = 0;
        (double same, double edited, _) = Measure.InTurn(
            () => driver.RunGenerators(before),
            () => driver.RunGenerators(before.ReplaceSyntaxTree(unrelated, GeneratedProject.Parse($"internal static class Unrelated {{ private const int Edit = {edit++}; }}", "Unrelated.cs"))),
            rounds,
            1);
        yield return new Row($"generator over {Targets} targets, nothing changed", Measure.Text(same / 1000, "ms"), "-", same / 1000, "under 5 ms", same < 5000);

        GeneratorDriverRunResult result = driver.RunGenerators(before.ReplaceSyntaxTree(unrelated, GeneratedProject.Parse("internal static class Other { }", "Unrelated.cs"))).GetRunResult();
        int printed = result.Results.Single().TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs).Count(static output => output.Reason != IncrementalStepRunReason.Cached);
        yield return new Row("the same behind an edit elsewhere", Measure.Text(edited / 1000, "ms"), "files printed again", printed, "0", printed == 0);
    }
}
