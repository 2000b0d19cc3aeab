using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;
using ProcGen.Analyzers.Reach;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Follows processes, pools and shared objects that a method makes and keeps to itself from their making to their end.</summary>
/// <remarks>One walk serves all rules of an object. A method that makes none costs nothing beyond a look at what it creates.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifetimeAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [NeverStarted.Rule, StartedTwice.Rule, RunInsteadOfStart.Rule, StartedAndDropped.Rule, UsedAfterDispose.Rule, JoinedBeforeClose.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        Surroundings project = new(context.Compilation);
        context.RegisterOperationBlockStartAction(start =>
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
                    Analyze(end, project);
                }
            });
        });
    }

    private static bool IsTracked(ITypeSymbol? type) => ProcGenTypes.IsProcess(type) || ProcGenTypes.IsPool(type) || ProcGenTypes.IsSharedObject(type);

    private static void Analyze(OperationBlockAnalysisContext context, Surroundings project)
    {
        OneToALine reports = new(context.Compilation, context.CancellationToken);
        foreach (Diagnostic early in project.EarlyStarts(context))
        {
            reports.GiveWayTo(early);
        }

        foreach (IOperation block in context.OperationBlocks)
        {
            AddDropped(block, project, reports, context.CancellationToken);

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
                if (DroppedProcesses.Named(local) is { } dropped && !project.AreAllHeld)
                {
                    reports.Add(dropped);
                }
            }

            // Where nobody awaits the call either, that is told.
            foreach (Diagnostic ignored in IgnoredResultAnalyzer.In(block))
            {
                reports.GiveWayTo(ignored);
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

    private static void AddDropped(IOperation block, Surroundings project, OneToALine reports, CancellationToken cancellationToken)
    {
        foreach ((IObjectCreationOperation creation, Diagnostic dropped) in DroppedProcesses.Unnamed(block))
        {
            if (project.AreAllHeld)
            {
                continue;
            }

            if (DaemonAnalyzer.Find(creation, project.Graph, cancellationToken) is { } daemon)
            {
                reports.GiveWayTo(daemon);
            }

            reports.Add(dropped);
        }
    }

    /// <summary>What is asked of the whole project, once and only where there is something to report.</summary>
    private sealed class Surroundings(Compilation compilation)
    {
        private readonly Lazy<bool> _areAllHeld = new(() => DroppedProcesses.AreAllHeldIn(compilation, CancellationToken.None));
        private readonly Lazy<IMethodSymbol?> _main = new(() => compilation.GetEntryPoint(CancellationToken.None));

        public CallGraph Graph { get; } = new(compilation);

        public bool AreAllHeld => _areAllHeld.Value;

        public IEnumerable<Diagnostic> EarlyStarts(OperationBlockAnalysisContext context) =>
            StartUp.EarlyStarts.Find(context.OwningSymbol, _main.Value, context.OperationBlocks, Graph, context.CancellationToken);
    }
}
