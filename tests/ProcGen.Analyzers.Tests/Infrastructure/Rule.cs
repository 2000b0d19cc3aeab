using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>What tests say of a rule.</summary>
internal static class Rule<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The rule reports what is marked in the source, and nothing else.</summary>
    public static Task ReportsAsync(string source, OutputKind output = OutputKind.DynamicallyLinkedLibrary, string? settings = null) =>
        Rule<TAnalyzer, EmptyCodeFixProvider>.RunAsync(source, null, output, settings, 0, null);

    /// <summary>The rule says nothing of the source.</summary>
    public static Task IsSilentAsync(string source, OutputKind output = OutputKind.DynamicallyLinkedLibrary, string? settings = null)
    {
        Assert.DoesNotContain("{|PG", source, StringComparison.Ordinal);
        return ReportsAsync(source, output, settings);
    }
}

/// <summary>What tests say of a rule and its fix.</summary>
internal static class Rule<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The rule reports what is marked, and the fix makes the other source of it: one by one, and all at once. The result compiles.</summary>
    public static Task FixesAsync(
        string source,
        string result,
        OutputKind output = OutputKind.DynamicallyLinkedLibrary,
        string? settings = null,
        int? times = null,
        int? timesAtOnce = null) => RunAsync(source, result, output, settings, times, timesAtOnce);

    /// <summary>The rule reports what is marked, and there is no fix for it.</summary>
    public static Task HasNoFixAsync(string source, OutputKind output = OutputKind.DynamicallyLinkedLibrary, string? settings = null) =>
        RunAsync(source, source, output, settings, 0, 0);

    internal static async Task RunAsync(string source, string? result, OutputKind output, string? settings, int? times, int? timesAtOnce)
    {
        RuleTest<TAnalyzer, TFix> test = new(output);
        test.TestState.Sources.Insert(0, ("Source.cs", Text(source)));
        if (settings is not null)
        {
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + settings));
            test.FixedState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + settings));
        }

        if (result is null)
        {
            test.FixedState.Sources.Clear();
        }
        else
        {
            test.FixedState.Sources.Insert(0, ("Source.cs", Text(result)));
            test.FixedState.InheritanceMode = StateInheritanceMode.AutoInherit;
        }

        test.NumberOfIncrementalIterations = times;
        test.NumberOfFixAllIterations = timesAtOnce ?? times;
        await test.RunAsync(TestContext.Current.CancellationToken);
        await OneToALine.CheckAsync(source.ReplaceLineEndings("\n"), output, settings);
    }

    private static SourceText Text(string source) => SourceText.From(source.ReplaceLineEndings("\n"), System.Text.Encoding.UTF8);
}
