using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using Xunit.Sdk;

namespace ProcGen.Generator.Tests;

public class IncrementalTests
{
    private const string Jobs = "public static partial class Jobs { [ProcessTarget] public static Row Work(Row row) => row; }";
    private const string More = "public static partial class More { [ProcessTarget] public static void Work(Other row) { } } public class Other { public int A { get; set; } }";
    private const string Row = "public class Row { public int A { get; set; } }";
    private const string Shop = "public class Shop { private readonly ProcessQueue<Row> _rows = new(1); public void Close() => _rows.Close(); }";
    private const string Oops = "[ProcessException] public class Oops : Exception { }";

    [Fact]
    public void Every_named_stage_is_run_and_cached()
    {
        GeneratorRun run = GeneratorRun.Of(Jobs, Row, Shop, Oops);
        Assert.NotEmpty(ProcessTargetGeneratorStages.All);
        Assert.All(ProcessTargetGeneratorStages.All, stage => Assert.NotEmpty(run.Reasons(stage)));
    }

    [Fact]
    public void Behind_an_unrelated_edit_the_first_stage_is_unchanged_and_the_outputs_are_cached()
    {
        (GeneratorRun _, GeneratorRun second) = Edit([Jobs, Row, Oops, Shop], 1, Row + " internal class Unrelated { }");
        Assert.All(second.Reasons(TrackingNames.ParsedTargetTypes), static reason => Assert.Contains(reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached]));
        Assert.All(second.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void An_edit_inside_of_a_target_prints_nothing()
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Jobs, Row], 0, Jobs.Replace("=> row", "=> new()", StringComparison.Ordinal));
        Assert.Equal(first.Files, second.Files);
        Assert.All(second.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_new_member_prints_its_codec_and_the_table_only()
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Jobs, Row, More, Oops], 1, "public class Row { public int A { get; set; } public string? B { get; set; } }");
        Assert.Equal(["ProcGen.Codecs.Row.g.cs", "ProcGen.Table.g.cs"], Changed(first, second));
        Assert.All(second.Reasons(TrackingNames.TargetTypes), static reason => Assert.Contains(reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached]));
    }

    [Fact]
    public void A_new_parameter_prints_its_type_and_the_table_only()
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Jobs, Row, More, Oops], 0, Jobs.Replace("(Row row)", "(Row row, int times = 1)", StringComparison.Ordinal));
        Assert.Equal(["Jobs.Targets.g.cs", "ProcGen.Table.g.cs"], Changed(first, second));
    }

    [Theory]
    [InlineData("_rows.Close();", "_rows.Dispose();")]
    [InlineData("_rows.Close();", "_rows.Put(new Row());")]
    [InlineData("_rows.Close(); }", "_rows.Close(); private ProcessQueue<Row>? _more; private Connection<Row>? _connection; }")]
    [InlineData("private readonly ProcessQueue<Row> _rows = new(1);", "private readonly JoinableProcessQueue<Row> _rows = new JoinableProcessQueue<Row>(1);")]
    public void Another_place_that_names_the_same_item_prints_nothing(string old, string changed)
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Jobs, Row, Shop], 2, Shop.Replace(old, changed, StringComparison.Ordinal));
        Assert.Equal(first.Files, second.Files);
        Assert.All(second.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(second.Reasons(TrackingNames.Table), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_new_item_prints_the_table_only()
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Jobs, Row, Shop], 2, Shop.Replace("<Row>", "<Row[]>", StringComparison.Ordinal));
        Assert.Equal(["ProcGen.Table.g.cs"], Changed(first, second));
    }

    [Fact]
    public void The_last_place_that_names_an_item_takes_its_code_with_it()
    {
        (GeneratorRun first, GeneratorRun second) = Edit([Row, Shop], 1, "public class Shop { }");
        Assert.Equal(2, first.Files.Count);
        Assert.Empty(second.Files);
    }

    [Fact]
    public void A_type_that_stops_crossing_takes_its_code_with_it()
    {
        (_, GeneratorRun second) = Edit([Jobs, Row], 1, "public class Row { public object? A { get; set; } }");
        Assert.Empty(second.Files);
    }

    [Fact]
    public void Models_hold_nothing_of_the_compilation_and_the_walk_would_see_it()
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, Jobs, Row);
        SyntaxTree tree = project.SyntaxTrees[0];
        object[] bad =
        [
            project, tree, tree.GetRoot(TestContext.Current.CancellationToken), project.Assembly, project.GetSemanticModel(tree), Location.Create(tree, default),
            project.Assembly.GetAttributes().Add(null!), new Holder(project.GlobalNamespace), new[] { new Holder(tree) },
        ];
        Assert.All(bad.Where(static each => each is not System.Collections.IList { Count: 1 } || each is Holder[]), static each => Assert.ThrowsAny<XunitException>(() => ObjectGraph.HasNoRoslynObjects(each, "bad")));
        ObjectGraph.HasNoRoslynObjects(new Holder("good"), "good");
    }

    [Fact]
    public void No_compilation_stays_alive()
    {
        List<WeakReference> compilations = [];
        GeneratorDriver driver = RunAll(compilations);
        for (int i = 0; i < 5; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal("", string.Join(",", compilations.Select(static (each, index) => each.IsAlive ? index : -1).Where(static index => index >= 0)));
        GC.KeepAlive(driver);
    }

    // In methods of their own, so that no slot of this stack holds on to anything.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver RunAll(List<WeakReference> compilations)
    {
        GeneratorDriver driver = GeneratorRun.CreateDriver(ProjectOptions.Default);
        for (int i = 0; i < 8; i++)
        {
            driver = RunOnce(driver, i, compilations);
        }

        // The driver keeps the last compilation that it saw; an empty one lets go of the eighth as well.
        return driver.RunGenerators(CSharpCompilation.Create("Empty"), TestContext.Current.CancellationToken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver RunOnce(GeneratorDriver driver, int index, List<WeakReference> compilations)
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, Jobs, Row, Shop, Oops, $"internal class Edit{index} {{ }}");
        compilations.Add(new WeakReference(project));
        return driver.RunGenerators(project, TestContext.Current.CancellationToken);
    }

    private static (GeneratorRun First, GeneratorRun Second) Edit(string[] sources, int index, string edited)
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, sources);
        GeneratorRun first = GeneratorRun.Run(GeneratorRun.CreateDriver(ProjectOptions.Default), project, ProjectOptions.Default);
        SyntaxTree old = project.SyntaxTrees[index];
        Compilation changed = project.ReplaceSyntaxTree(old, Compile.Parse(edited, old.FilePath, ProjectOptions.Default));
        return (first, GeneratorRun.Run(first.Driver, changed, ProjectOptions.Default));
    }

    private static IEnumerable<string> Changed(GeneratorRun first, GeneratorRun second)
    {
        Assert.Equal(first.Files.Keys, second.Files.Keys);
        string[] names = [.. second.Files.Where(file => first.Files[file.Key] != file.Value).Select(static file => file.Key)];
        Assert.Equal(names.Length, second.OutputReasons().Count(static reason => reason != IncrementalStepRunReason.Cached));
        return names;
    }

    private sealed record Holder(object? Value);
}
