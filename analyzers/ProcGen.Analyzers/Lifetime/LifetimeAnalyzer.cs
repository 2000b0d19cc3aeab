using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Follows processes, pools and shared objects that a method makes and keeps to itself from their making to their end.</summary>
/// <remarks>One walk serves all rules of an object. A method that makes none costs nothing beyond a look at what it creates.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifetimeAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [NeverStarted.Rule, StartedTwice.Rule, RunInsteadOfStart.Rule, StartedAndDropped.Rule, UsedAfterDispose.Rule, JoinedBeforeClose.Rule];

    private protected override void Start(CompilationStartAnalysisContext context) => context.RegisterOperationBlockStartAction(static start =>
    {
        bool isInteresting = false;
        start.RegisterOperationAction(
            operation =>
            {
                isInteresting |= operation.Operation.Type is { } type && IsTracked(type);
            },
            OperationKind.ObjectCreation,
            OperationKind.Invocation);
        start.RegisterOperationBlockEndAction(end =>
        {
            if (isInteresting)
            {
                Analyze(end);
            }
        });
    });

    private static bool IsTracked(ITypeSymbol? type) => ProcGenTypes.IsProcess(type) || ProcGenTypes.IsPool(type) || ProcGenTypes.IsSharedObject(type);

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        OneToALine reports = new();
        foreach (IOperation block in context.OperationBlocks)
        {
            foreach (Diagnostic dropped in DroppedProcesses.Unnamed(block))
            {
                reports.Add(dropped);
            }

            if (!Operations.HasGraph(block))
            {
                continue;
            }

            TrackedLocal[] locals = [.. TrackedLocal.Find(block, IsTracked)];
            if (locals.Length == 0)
            {
                continue;
            }

            foreach (TrackedLocal local in locals)
            {
                reports.Add(DroppedProcesses.Named(local));
            }

            foreach (ControlFlowGraph graph in Operations.Graphs(context.GetControlFlowGraph(block), context.CancellationToken))
            {
                HashSet<ILocalSymbol> here = new(Operations.Locals(graph.Root), SymbolEqualityComparer.Default);
                foreach (TrackedLocal local in locals.Where(local => here.Contains(local.Symbol)))
                {
                    Life.Of(local).Follow(graph, reports);
                }
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
