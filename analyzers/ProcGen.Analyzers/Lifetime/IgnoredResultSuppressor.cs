using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Where PG2108 speaks, the compiler need not say the same once more. Where it is turned off, the compiler still does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredResultSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Suppression = new("PGS2108", "CS4014", "PG2108 reports the same call, and says what is lost.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [Suppression];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax } call
                && context.GetSemanticModel(tree).GetSymbolInfo(Awaited(call), context.CancellationToken).Symbol is IMethodSymbol method
                && IgnoredResultAnalyzer.IsAsynchronousCall(method)
                && !Suppressions.IsOff(Diagnostic.Create(IgnoredResult.Rule, call.GetLocation()), context.Compilation, context.CancellationToken))
            {
                context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(Suppression, diagnostic));
            }
        }
    }

    // The call itself, without ConfigureAwait behind it.
    private static InvocationExpressionSyntax Awaited(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax inner } ? inner : call;
}
