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
        OneToALine reports = new(context.Compilation, context.CancellationToken);
        bool isEntry = context.OwningSymbol is IMethodSymbol method && (TargetNames.IsMarked(method) || SymbolEqualityComparer.Default.Equals(method, main));
        foreach (IOperation block in context.OperationBlocks.Where(Operations.HasGraph))
        {
            ControlFlowGraph root = context.GetControlFlowGraph(block);
            LockVariables variables = new(block);
            LockWalk[] walks = [.. Operations.Graphs(root, context.CancellationToken).Select(graph => new LockWalk(graph, variables))];
            Releases releases = new(walks, context.OwningSymbol, context.Compilation, context.CancellationToken);
            SharedChanges changes = new(block, variables, context);
            foreach (LockWalk walk in walks)
            {
                releases.Check(walk, reports);
                Conditions.Check(walk, isEntry && walk == walks[0], reports);

                // What a function inside does may be done under a lock of whoever calls it: the member, another function in it, a method that it is given to.
                if (walk == walks[0] || (walks.All(other => other == walk || other.Locks.Length == 0) && !walk.IsCalledUnderLock))
                {
                    changes.Check(walk, isEntry, reports);
                }
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
