using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Reach;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Isolation;

/// <summary>Looks at what targets do, directly or through methods of the same project, that reaches out of their process and finds nothing there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IsolationAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [StaticOfParentRead.Rule, StaticOfChildAssigned.Rule, ConsoleInputInTarget.Rule, ExitInPoolTarget.Rule, ArrayByValue.Rule];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        CallGraph graph = new(context.Compilation);
        TargetIndex index = new(graph);
        StaticVariables variables = new(graph, index);
        Once once = new(context.Compilation, context.CancellationToken);
        context.RegisterSymbolAction(
            symbol =>
            {
                foreach (IMethodSymbol target in TargetNames.MarkedMethods((INamedTypeSymbol)symbol.Symbol))
                {
                    Diagnostic[] found = [.. Check(target, graph, index, variables, symbol.CancellationToken)];

                    // What nothing is generated for runs nowhere; why that is so is told first.
                    if (found.Length > 0 && !new TargetValidator(new TypeClassifier(symbol.Compilation)).Validate(target, symbol.CancellationToken).Any())
                    {
                        foreach (Diagnostic diagnostic in found)
                        {
                            once.Report(symbol.ReportDiagnostic, diagnostic);
                        }
                    }
                }
            },
            SymbolKind.NamedType);
    }

    private static IEnumerable<Diagnostic> Check(IMethodSymbol target, CallGraph graph, TargetIndex index, StaticVariables variables, CancellationToken cancellationToken)
    {
        foreach (Diagnostic diagnostic in variables.Check(target, cancellationToken))
        {
            yield return diagnostic;
        }

        foreach (Fact input in graph.Reachable(target, FactKind.ConsoleInput, nowOnly: false, cancellationToken))
        {
            yield return Diagnostic.Create(ConsoleInputInTarget.Rule, input.Syntax.GetLocation(), target.Name, "Console." + input.Symbol.Name);
        }

        if (!target.IsStatic)
        {
            yield break;
        }

        foreach (Fact exit in graph.Reachable(target, FactKind.Exit, nowOnly: false, cancellationToken).Where(static exit => !IsOfEvent(exit.Syntax)))
        {
            if (index.CallsOf(target, mapsOnly: false).FirstOrDefault() is { } call)
            {
                yield return Diagnostic.Create(ExitInPoolTarget.Rule, exit.Syntax.GetLocation(), additionalLocations: [call.Syntax.GetLocation()], target.Name, "Environment." + exit.Symbol.Name, Place.Of(call.Syntax));
            }
        }

        foreach (IParameterSymbol parameter in target.Parameters)
        {
            if (parameter.Type is IArrayTypeSymbol { Rank: 1, ElementType: { } element } && BlockTypes.IsBlock(element) && index.CallsOf(target, mapsOnly: true).Any())
            {
                yield return Diagnostic.Create(ArrayByValue.Rule, parameter.Locations[0], target.Name, parameter.Name, element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            }
        }
    }

    // What an event calls is called when something else happens, and perhaps never.
    private static bool IsOfEvent(SyntaxNode exit) => exit.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(static function => function.Parent.IsKind(SyntaxKind.AddAssignmentExpression));
}
