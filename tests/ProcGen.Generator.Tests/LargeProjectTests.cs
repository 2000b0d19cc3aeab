using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

/// <summary>A project with 500 targets in 50 files, each beside a class that makes queues, and a file that has nothing to do with them.</summary>
public class LargeProjectTests
{
    private const int Files = 50;
    private const int TargetsInFile = 10;

    private static readonly string[] Project =
        [.. Enumerable.Range(0, Files).Select(SourceOf), "internal static class Unrelated { public static int Count() => 1; } [ProcessException] public class Oops : Exception { }"];

    [Fact]
    public void The_same_again_does_nothing()
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, Project);
        GeneratorRun first = GeneratorRun.Run(GeneratorRun.CreateDriver(ProjectOptions.Default), project, ProjectOptions.Default);
        Assert.Equal((2 * Files) + 2, first.Files.Count);
        GeneratorRun second = GeneratorRun.Run(first.Driver, project, ProjectOptions.Default);
        Assert.All(second.Result.Results.Single().TrackedSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs), static output => Assert.Contains(output.Reason, Untouched));
        Assert.All(second.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData(Files, "=> 1;", "=> 2;")]
    [InlineData(Files, "internal static class", "internal static class More { } internal static class")]
    [InlineData(7, "Task.FromResult(row)", "Task.FromResult(row with { Id = times })")]
    [InlineData(7, "queue.Put(row);", "queue.TryPut(row);")]
    // A place that was not there before is looked at, and what it names is known already.
    [InlineData(7, "queue.Put(row);", "using ProcessQueue<Row7> other = new(2); other.Put(row);")]
    public void An_edit_elsewhere_or_inside_of_a_body_prints_nothing(int file, string old, string changed)
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, Project);
        GeneratorRun first = GeneratorRun.Run(GeneratorRun.CreateDriver(ProjectOptions.Default), project, ProjectOptions.Default);
        SyntaxTree tree = project.SyntaxTrees[file];
        Assert.Contains(old, Project[file], StringComparison.Ordinal);
        Compilation edited = project.ReplaceSyntaxTree(tree, Compile.Parse(Project[file].Replace(old, changed, StringComparison.Ordinal), tree.FilePath, ProjectOptions.Default));
        GeneratorRun second = GeneratorRun.Run(first.Driver, edited, ProjectOptions.Default);
        foreach (string stage in ProcessTargetGeneratorStages.All.Except([TrackingNames.ParsedItems]))
        {
            Assert.NotEmpty(second.Reasons(stage));
            Assert.All(second.Reasons(stage), static reason => Assert.Contains(reason, Untouched));
        }

        Assert.All(second.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(first.Files, second.Files);
    }

    private static IncrementalStepRunReason[] Untouched { get; } = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    private static string SourceOf(int file)
    {
        StringBuilder text = new($$"""
            namespace Company.Part{{file}};

            public sealed record Row{{file}}(int Id, string? Name, List<double> Values);

            public static class Shop{{file}}
            {
                public static void Fill(Row{{file}} row)
                {
                    using ProcessQueue<Row{{file}}> queue = new(1);
                    queue.Put(row);
                }
            }

            public static partial class Jobs{{file}}
            {

            """);
        for (int target = 0; target < TargetsInFile; target++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    [ProcessTarget] public static Task<Row{file}> Work{target}Async(Row{file} row, int times = 1, CancellationToken cancellationToken = default) => Task.FromResult(row);\n");
        }

        return text.Append("}\n").ToString();
    }
}
