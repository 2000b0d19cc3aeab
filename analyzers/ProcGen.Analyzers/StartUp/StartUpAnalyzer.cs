using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Reach;
using ProcGen.Validation;

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
        context.RegisterOperationBlockAction(block =>
        {
            if (Initializer(block.OwningSymbol) is { } what)
            {
                CheckInitializer(block, what, graph);
            }
            else if (SymbolEqualityComparer.Default.Equals(block.OwningSymbol, main))
            {
                CheckMain(block, why, graph);
            }
        });
    }

    private static string? Initializer(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => $"The static constructor of '{symbol.ContainingType.Name}'",
        IFieldSymbol { IsStatic: true, IsConst: false } or IPropertySymbol { IsStatic: true } => $"The initializer of '{symbol.Name}'",
        IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true } when WellKnown.Has(symbol, "System.Runtime.CompilerServices.ModuleInitializerAttribute") => $"The module initializer '{symbol.Name}'",
        _ => null,
    };

    private static void CheckInitializer(OperationBlockAnalysisContext context, string what, CallGraph graph)
    {
        OneToALine reports = new();
        foreach (Fact fact in context.OperationBlocks.SelectMany(static body => MethodFacts.Of(body)))
        {
            if (graph.StartBehind(fact, context.CancellationToken) is { } start)
            {
                reports.Add(Diagnostic.Create(StartedWhileLoading.Rule, fact.Syntax.GetLocation(), additionalLocations: [start.Syntax.GetLocation()], what, start.Name, start == fact ? "" : " through '" + fact.Name + "'"));
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static void CheckMain(OperationBlockAnalysisContext context, string? why, CallGraph graph)
    {
        SyntaxNode? guard = context.OperationBlocks.SelectMany(static block => block.DescendantsAndSelf()).FirstOrDefault(IsGuard)?.Syntax;
        if (guard is null)
        {
            if (why is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(GuardMissing.Rule, Place(context.OwningSymbol, context.CancellationToken), why));
            }

            return;
        }

        OneToALine reports = new();
        foreach (Fact fact in context.OperationBlocks.SelectMany(static body => MethodFacts.Of(body)).Where(fact => fact.Syntax.SpanStart < guard.SpanStart))
        {
            if (graph.StartBehind(fact, context.CancellationToken) is { } start)
            {
                reports.Add(Diagnostic.Create(StartedBeforeGuard.Rule, fact.Syntax.GetLocation(), additionalLocations: [guard.GetLocation(), start.Syntax.GetLocation()], start.Name));
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static bool IsGuard(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "RunChild" } method } => WellKnown.Is(method.ContainingType, ProcGenTypes.ProcessHost),
        IPropertyReferenceOperation { Property: { Name: "IsChild" } property } => WellKnown.Is(property.ContainingType, ProcGenTypes.ProcessHost),
        _ => false,
    };

    // The name of Main, or the first word of top-level statements.
    private static Location Place(ISymbol main, CancellationToken cancellationToken) => main.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().First().GetFirstToken().GetLocation(),
        SyntaxNode other => other.GetFirstToken().GetLocation(),
    };
}
