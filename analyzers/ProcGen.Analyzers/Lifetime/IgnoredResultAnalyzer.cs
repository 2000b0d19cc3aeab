using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
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
            || (method.Name is "InvokeAsync" or "StreamAsync" or "CompleteAsync" && (ProcGenTypes.IsPool(method.ContainingType) || WellKnown.Is(method.ContainingType, ProcGenTypes.TargetExecutor)));
        return isOfTarget
            && (WellKnown.DerivesFrom(method.ReturnType, WellKnown.Task) || WellKnown.Is(method.ReturnType, WellKnown.ValueTask) || WellKnown.Is(method.ReturnType, WellKnown.ValueTaskOfResult) || IsStream(method));
    }

    private protected override void Start(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Check, OperationKind.ExpressionStatement);

    private static void Check(OperationAnalysisContext context)
    {
        if (((IExpressionStatementOperation)context.Operation).Operation is IInvocationOperation call && IsAsynchronousCall(call.TargetMethod))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                IgnoredResult.Rule,
                call.Syntax.GetLocation(),
                call.TargetMethod.Name,
                IsStream(call.TargetMethod) ? "read it with 'await foreach', which is also what begins it" : "await it"));
        }
    }

    private static bool IsStream(IMethodSymbol method) => WellKnown.Is(method.ReturnType, WellKnown.AsyncEnumerable);
}
