using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;
using ProcGen.Analyzers.Reach;
using ProcGen.Analyzers.StartUp;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Finds calls of targets whose task or stream is dropped where it is made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredResultAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IgnoredResult.Rule];

    /// <summary>Whether a call is one of a target, and what it returns is an outcome that is still to come.</summary>
    public static bool IsAsynchronousCall(IMethodSymbol method)
    {
        bool isOfTarget = ProcGenTypes.IsFacade(method.ContainingType)
            || (method is { IsStatic: true, Name: "RunAsync" } && ProcGenTypes.IsProcess(method.ContainingType))
            || (method.Name is "InvokeAsync" or "StreamAsync" or "CompleteAsync" or "BroadcastAsync" && (ProcGenTypes.IsPool(method.ContainingType) || WellKnown.Is(method.ContainingType, ProcGenTypes.TargetExecutor)));
        return isOfTarget
            && (WellKnown.DerivesFrom(method.ReturnType, WellKnown.Task) || WellKnown.Is(method.ReturnType, WellKnown.ValueTask) || WellKnown.Is(method.ReturnType, WellKnown.ValueTaskOfResult) || IsStream(method));
    }

    /// <summary>What is to be said of all calls in a block; other rules ask, to give way.</summary>
    internal static IEnumerable<Diagnostic> In(IOperation block) => block.DescendantsAndSelf().OfType<IExpressionStatementOperation>().Select(Find).OfType<Diagnostic>();

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        CallGraph graph = new(context.Compilation);
        context.RegisterOperationAction(operation => Check(operation, graph), OperationKind.ExpressionStatement);
    }

    private static void Check(OperationAnalysisContext context, CallGraph graph)
    {
        if (Find((IExpressionStatementOperation)context.Operation) is not { } ignored)
        {
            return;
        }

        // Where processes must not be started at all, that is told first.
        OneToALine reports = new(context.Compilation, context.CancellationToken);
        IMethodSymbol? main = context.Compilation.GetEntryPoint(context.CancellationToken);
        foreach (Diagnostic early in EarlyStarts.Find(context.ContainingSymbol, main, [Operations.Root(context.Operation)], graph, context.CancellationToken))
        {
            reports.GiveWayTo(early);
        }

        reports.Add(ignored);
        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static Diagnostic? Find(IExpressionStatementOperation statement)
    {
        IOperation whole = statement.Operation;
        while (whole is IConditionalAccessOperation access)
        {
            whole = access.WhenNotNull;
        }

        IOperation operation = whole is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured : whole;
        return operation is IInvocationOperation call && IsAsynchronousCall(call.TargetMethod)
            ? Diagnostic.Create(
                IgnoredResult.Rule,
                whole.Syntax.GetLocation(),
                call.TargetMethod.Name,
                IsStream(call.TargetMethod) ? "read it with 'await foreach', which is also what begins it" : "await it")
            : null;
    }

    private static bool IsStream(IMethodSymbol method) => WellKnown.Is(method.ReturnType, WellKnown.AsyncEnumerable);
}
