using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>A program with the generator's output, an analyzer and a fix. Sources carry their expectations: <c>{|PG2101:process.Join()|}</c>.</summary>
/// <remarks>The framework also puts each expected diagnostic under a #pragma and sees it go.</remarks>
internal sealed class RuleTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    public RuleTest(OutputKind output)
    {
        ReferenceAssemblies = Project.NoPackages;
        TestState.AdditionalReferences.AddRange(Project.References);
        TestState.OutputKind = output;
        TestState.Sources.Add(("Usings.cs", Project.Usings));
        FixedState.Sources.Add(("Usings.cs", Project.Usings));
        TestBehaviors |= TestBehaviors.SkipGeneratedSourcesCheck;
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ProcessTargetGenerator)];

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    protected override CompilationOptions CreateCompilationOptions() =>
        ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithAllowUnsafe(true).WithNullableContextOptions(NullableContextOptions.Enable);
}
