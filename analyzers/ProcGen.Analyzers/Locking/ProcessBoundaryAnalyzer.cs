using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
        context.RegisterOperationAction(static operation => Report(operation, OfLock((ILockOperation)operation.Operation)), OperationKind.Lock);
        context.RegisterOperationAction(static operation => Report(operation, OfMonitor((IInvocationOperation)operation.Operation) ?? Kills.Find((IInvocationOperation)operation.Operation)), OperationKind.Invocation);
    }

    /// <summary>What is to be said of a lock of one process around some code in a member; PG2204 asks, to give way.</summary>
    internal static Diagnostic? LockAround(SyntaxNode code, IOperation block, ISymbol owner) => block.DescendantsAndSelf()
        .OfType<ILockOperation>()
        .Where(each => each.Body.Syntax.Span.Contains(code.Span))
        .Select(each => OfLock(each) ?? (owner is IMethodSymbol method && TargetNames.IsMarked(method) ? OfGate(each, block) : null))
        .FirstOrDefault(static found => found is not null);

    private static void Report(OperationAnalysisContext context, Diagnostic? found)
    {
        if (found is not null)
        {
            context.ReportDiagnostic(found);
        }
    }

    private static void CheckTarget(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol method || !TargetNames.IsMarked(method))
        {
            return;
        }

        OneToALine reports = new(context.Compilation, context.CancellationToken);
        foreach (IOperation block in context.OperationBlocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                reports.Add(OfGate(operation, block));
            }
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static Diagnostic? OfGate(IOperation operation, IOperation block) => operation switch
    {
        ILockOperation { Body: { } body, LockedValue: { } value } when !IsShared(value) && SharedWrites.In(body, block) is { } shared => Create(value.Syntax, "'lock'", shared),
        IInvocationOperation { TargetMethod: { } enter } call when Gate(enter) is { } gate && OfMonitor(call) is null && SharedWrites.Behind(call, block) is { } shared => Create(call.Syntax, "'" + gate + "'", shared),
        _ => null,
    };

    private static string? Gate(IMethodSymbol method) => (WellKnown.MetadataName(method.ContainingType), method.Name) switch
    {
        ("System.Threading.Monitor", "Enter" or "TryEnter") => "Monitor",
        ("System.Threading.SemaphoreSlim", "Wait" or "WaitAsync") => "SemaphoreSlim",
        ("System.Threading.Lock", "Enter" or "TryEnter" or "EnterScope") => "Lock",
        _ => null,
    };

    // lock (theProcessLock): the object of this process is locked, and not what it stands for.
    private static Diagnostic? OfLock(ILockOperation operation) => IsShared(operation.LockedValue) ? OfShared(operation.LockedValue.Syntax, "'lock'", operation.LockedValue) : null;

    private static Diagnostic? OfMonitor(IInvocationOperation call) =>
        call is { TargetMethod.Name: "Enter" or "TryEnter", Arguments: [{ Value: { } value }, ..] } && WellKnown.Is(call.TargetMethod.ContainingType, "System.Threading.Monitor") && IsShared(value)
            ? OfShared(call.Syntax, "'Monitor'", value)
            : null;

    private static Diagnostic OfShared(SyntaxNode place, string what, IOperation value)
    {
        string shown = value.Syntax.ToString();
        return Diagnostic.Create(GuardsOneProcess.Rule, place.GetLocation(), what, shown, $"acquire it, as in 'using ({shown}.Acquire())'");
    }

    private static bool IsShared(IOperation value) => Flow.Operations.Unwrap(value).Type is { } type && (LockNames.IsLock(type) || ProcGenTypes.IsSharedObject(type));

    private static Diagnostic Create(SyntaxNode place, string what, string shared) =>
        Diagnostic.Create(GuardsOneProcess.Rule, place.GetLocation(), what, shared, "use a ProcessLock, which all of them are given");
}
