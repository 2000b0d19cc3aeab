using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Reads from the driver what it did and what it found done.</summary>
internal static class CachingAssert
{
    /// <summary>Runs again behind an edit that has nothing to do with targets: every stage finds its result as it was, and nothing is printed.</summary>
    public static void RunsAgainWithoutWork(GeneratorRun first, Compilation project)
    {
        Compilation edited = project.AddSyntaxTrees(Compile.Parse("internal static class Unrelated { }", "Unrelated.cs", first.Options));
        GeneratorRunResult second = GeneratorRun.Run(first.Driver, edited, first.Options).Result.Results.Single();

        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in second.TrackedSteps)
        {
            if (!ProcessTargetGeneratorStages.All.Contains(name))
            {
                continue;
            }

            foreach (IncrementalGeneratorRunStep step in steps)
            {
                Assert.All(step.Outputs, output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name}: {output.Reason}"));
            }
        }

        Assert.All(second.TrackedOutputSteps.SelectMany(static step => step.Value), static step => Assert.All(step.Outputs, static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)));
    }

    /// <summary>The reasons of a stage in a run.</summary>
    public static IEnumerable<IncrementalStepRunReason> Reasons(this GeneratorRun run, string stage) =>
        run.Result.Results.Single().TrackedSteps.TryGetValue(stage, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason)
            : [];

    /// <summary>The files that a run printed anew.</summary>
    public static IEnumerable<IncrementalStepRunReason> OutputReasons(this GeneratorRun run) =>
        run.Result.Results.Single().TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs).Select(static output => output.Reason);
}

/// <summary>All stages that have a name, found by reflection: one that is forgotten here cannot escape.</summary>
internal static class ProcessTargetGeneratorStages
{
    public static IReadOnlySet<string> All { get; } =
        typeof(TrackingNames).GetFields().Where(static field => field.IsLiteral).Select(static field => (string)field.GetRawConstantValue()!).ToHashSet();
}
