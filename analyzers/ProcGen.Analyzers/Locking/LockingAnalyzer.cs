using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Follows locks through methods that acquire some, use conditions, or change shared values.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockingAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [NotReleased.Rule, AcquiredTwice.Rule, ConditionMisused.Rule, SharedWithoutLock.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        IMethodSymbol? main = context.Compilation.GetEntryPoint(context.CancellationToken);
        context.RegisterOperationBlockStartAction(start =>
        {
            bool isInteresting = false;
            start.RegisterOperationAction(
                operation => isInteresting |= (operation.Operation as IInvocationOperation)?.TargetMethod.ContainingType is { } type && LockNames.IsLock(type),
                OperationKind.Invocation);
            start.RegisterOperationAction(
                operation => isInteresting |= (operation.Operation as IPropertyReferenceOperation)?.Property.ContainingType is { } type && ProcGenTypes.IsSharedData(type),
                OperationKind.PropertyReference);
            start.RegisterOperationBlockEndAction(end =>
            {
                if (isInteresting)
                {
                    Analyze(end, main);
                }
            });
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, IMethodSymbol? main)
    {
        OneToALine reports = new();
        bool isEntry = context.OwningSymbol is IMethodSymbol method && (TargetNames.IsMarked(method) || SymbolEqualityComparer.Default.Equals(method, main));
        foreach (IOperation block in context.OperationBlocks.Where(Operations.HasGraph))
        {
            ControlFlowGraph root = context.GetControlFlowGraph(block);
            LockWalk[] walks = [.. Operations.Graphs(root, context.CancellationToken).Select(static graph => new LockWalk(graph))];
            foreach (LockWalk walk in walks)
            {
                Releases.Check(walk, context.OwningSymbol, reports);
                Conditions.Check(walk, isEntry && walk == walks[0], reports);

                // What a lambda does may be done under a lock of the method that it is in.
                if (walk == walks[0] || walks[0].Locks.Length == 0)
                {
                    SharedChanges.Check(walk, reports);
                }
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
