using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Reach;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Looks from where a daemon is made at what its target does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DaemonAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DaemonWithChildren.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        CallGraph graph = new(context.Compilation);
        context.RegisterOperationAction(operation => Check(operation, graph), OperationKind.ObjectCreation);
    }

    private static void Check(OperationAnalysisContext context, CallGraph graph)
    {
        if (Find((IObjectCreationOperation)context.Operation, graph, context.CancellationToken) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }

    /// <summary>What is to be said of an object that is made. PG2105 asks, too, to give way.</summary>
    internal static Diagnostic? Find(IObjectCreationOperation creation, CallGraph graph, CancellationToken cancellationToken)
    {
        if (creation is not { Initializer: { } initializer, Type: INamedTypeSymbol type } || !ProcGenTypes.IsProcess(type) || !initializer.Initializers.Any(IsDaemon))
        {
            return null;
        }

        if (TargetOf(type) is not { } target
            || graph.Reachable(target, FactKind.Start, nowOnly: false, cancellationToken).FirstOrDefault(static start => !Guards.KnowsWhetherDaemon(start.Syntax)) is not { } start)
        {
            return null;
        }

        return Diagnostic.Create(
            DaemonWithChildren.Rule,
            creation.Syntax.GetLocation(),
            additionalLocations: [start.Syntax.GetLocation()],
            type.Name,
            target.ContainingType.Name + "." + target.Name,
            start.Name,
            Place.Of(start.Syntax));
    }

    private static bool IsDaemon(IOperation operation) =>
        operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "IsDaemon" }, Value.ConstantValue: { HasValue: true, Value: true } };

    // The generated class is in the type of the target and named after it; a process class has its target in it.
    private static IMethodSymbol? TargetOf(INamedTypeSymbol process)
    {
        if (ProcGenTypes.IsGenerated(process) && process.ContainingType is { } holder)
        {
            return TargetNames.MarkedMethods(holder).FirstOrDefault(method => method.IsStatic && TargetNames.ProcessClass(TargetNames.NameOf(method)) == process.Name);
        }

        return TargetNames.MarkedMethods(process).FirstOrDefault(static method => !method.IsStatic);
    }
}
