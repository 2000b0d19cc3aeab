using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Looks at locks that do not reach as far as what they guard, and at processes that are killed with one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessBoundaryAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [GuardsOneProcess.Rule, KilledWithLock.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        context.RegisterOperationBlockAction(CheckTarget);
        context.RegisterOperationAction(CheckKill, OperationKind.Invocation);
    }

    private static void CheckTarget(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol method || !TargetNames.IsMarked(method))
        {
            return;
        }

        OneToALine reports = new();
        foreach (IOperation operation in context.OperationBlocks.SelectMany(static block => block.DescendantsAndSelf()))
        {
            switch (operation)
            {
                case ILockOperation { Body: { } body, LockedValue: { } value } when Shared(body) is { } shared:
                    reports.Add(Diagnostic.Create(GuardsOneProcess.Rule, value.Syntax.GetLocation(), "'lock'", shared));
                    break;
                case IInvocationOperation { TargetMethod: { } enter } call when Gate(enter) is { } gate && SharedBehind(call, context.OperationBlocks) is { } shared:
                    reports.Add(Diagnostic.Create(GuardsOneProcess.Rule, call.Syntax.GetLocation(), "'" + gate + "'", shared));
                    break;
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static string? Gate(IMethodSymbol method) => (WellKnown.MetadataName(method.ContainingType), method.Name) switch
    {
        ("System.Threading.Monitor", "Enter" or "TryEnter") => "Monitor",
        ("System.Threading.SemaphoreSlim", "Wait" or "WaitAsync") => "SemaphoreSlim",
        ("System.Threading.Lock", "Enter" or "TryEnter" or "EnterScope") => "Lock",
        _ => null,
    };

    private static string? SharedBehind(IInvocationOperation gate, ImmutableArray<IOperation> blocks) =>
        blocks.SelectMany(static block => block.DescendantsAndSelf()).Where(operation => operation.Syntax.SpanStart > gate.Syntax.Span.End).Select(Used).FirstOrDefault(static shared => shared is not null);

    private static string? Shared(IOperation body) => body.DescendantsAndSelf().Select(Used).FirstOrDefault(static shared => shared is not null);

    // Data that other processes see: ours, and files.
    private static string? Used(IOperation operation) => operation switch
    {
        IMemberReferenceOperation { Instance: { Syntax: { } syntax }, Member.ContainingType: { } type } when ProcGenTypes.IsSharedData(type) => syntax.ToString(),
        IInvocationOperation { Instance: { Syntax: { } syntax }, TargetMethod.ContainingType: { } type } when ProcGenTypes.IsSharedData(type) => syntax.ToString(),
        IInvocationOperation { TargetMethod: { Name: { } name, ContainingType: { } type } } when WellKnown.Is(type, "System.IO.File")
            && (name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Append", StringComparison.Ordinal)) => "File." + name,
        _ => null,
    };

    private static void CheckKill(OperationAnalysisContext context)
    {
        if (context.Operation is not IInvocationOperation { TargetMethod.Name: "Kill", Instance: { } instance } kill
            || Flow.Operations.Unwrap(instance) is not ILocalReferenceOperation { Local: { } local }
            || !ProcGenTypes.IsProcess(local.Type)
            || Root(kill).DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) is not { Initializer.Value: { } value }
            || Flow.Operations.Unwrap(value) is not IObjectCreationOperation creation)
        {
            return;
        }

        if (creation.Arguments.FirstOrDefault(static argument => IsGuard(Flow.Operations.Unwrap(argument.Value).Type)) is { } given)
        {
            context.ReportDiagnostic(Diagnostic.Create(KilledWithLock.Rule, kill.Syntax.GetLocation(), additionalLocations: [given.Syntax.GetLocation()], local.Name, (given.Syntax as ArgumentSyntax)?.Expression.ToString() ?? given.Syntax.ToString()));
        }
    }

    private static bool IsGuard(ITypeSymbol? type) =>
        WellKnown.DerivesFrom(type, ProcGenTypes.LockBase)
        || WellKnown.DerivesFrom(type, ProcGenTypes.SemaphoreBase)
        || WellKnown.MetadataName(type) is ProcGenTypes.Condition or "ProcGen.ProcessQueue`1" or "ProcGen.ProcessPipe`1" or "ProcGen.ProcessPipe";

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
