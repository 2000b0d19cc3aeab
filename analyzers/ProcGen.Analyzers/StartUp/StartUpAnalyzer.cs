using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Reach;

namespace ProcGen.Analyzers.StartUp;

/// <summary>Looks at what runs before a child is ready: initializers, and Main up to its guard.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartUpAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [StartedWhileLoading.Rule, GuardMissing.Rule, StartedBeforeGuard.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        CallGraph graph = new(context.Compilation);
        string? why = NoHooks.Why(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
        IMethodSymbol? main = context.Compilation.GetEntryPoint(context.CancellationToken);
        context.RegisterOperationBlockAction(block => Check(block, why, main, graph));
    }

    private static void Check(OperationBlockAnalysisContext context, string? why, IMethodSymbol? main, CallGraph graph)
    {
        // Asked of every member of the project, of which hardly one is of interest.
        OneToALine? reports = null;
        foreach (Diagnostic early in EarlyStarts.Find(context.OwningSymbol, main, context.OperationBlocks, graph, context.CancellationToken))
        {
            (reports ??= new(context.Compilation, context.CancellationToken)).Add(early);
        }

        if (why is not null
            && SymbolEqualityComparer.Default.Equals(context.OwningSymbol, main)
            && MainGuard.In(EarlyStarts.Facts(context.OperationBlocks), graph, context.CancellationToken) is null)
        {
            (reports ??= new(context.Compilation, context.CancellationToken)).Add(Diagnostic.Create(GuardMissing.Rule, Place(context.OwningSymbol, context.CancellationToken), why));
        }

        foreach (Diagnostic diagnostic in reports?.Diagnostics ?? [])
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    // The name of Main, or the first word of top-level statements.
    private static Location Place(ISymbol main, CancellationToken cancellationToken) => main.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().First().GetFirstToken().GetLocation(),
        SyntaxNode other => other.GetFirstToken().GetLocation(),
    };
}
