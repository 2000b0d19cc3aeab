using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Declaration;

/// <summary>Says of every target, process class, exception class and carried type for which nothing is generated why that is so.</summary>
/// <remarks>One look at a type serves all declaration rules: what it finds is decided by the validation that the generator uses.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : ProcGenAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        TypeNotPartial.Rule, TargetShape.Rule, TargetNotAccessible.Rule, InstanceTarget.Rule, TypeCannotCross.Rule,
        TargetName.Rule, AsyncVoidTarget.Rule, UntypedValue.Rule, TargetCannotBeMade.Rule, ExceptionClass.Rule,
    ];

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(AnalyzeMark, SyntaxKind.Attribute);
        Once once = new(context.Compilation, context.CancellationToken);
        context.RegisterSyntaxNodeAction(node => CarriedItems.Analyze(node, once), SyntaxKind.GenericName);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.IsExtension)
        {
            return;
        }

        IMethodSymbol[] marked = [.. TargetNames.MarkedMethods(type)];
        bool isException = WellKnown.Has(type, WellKnown.ProcessExceptionAttribute);
        if (marked.Length == 0 && !isException)
        {
            return;
        }

        OneToALine reports = new(context.Compilation, context.CancellationToken);
        TypeClassifier classifier = new(context.Compilation);
        TargetValidator validator = new(classifier);
        foreach (IMethodSymbol method in marked)
        {
            foreach (Problem problem in validator.Validate(method, context.CancellationToken))
            {
                reports.Add(Verdict.Of(problem, method, context.CancellationToken));
            }
        }

        if (isException && ExceptionClasses.Shape(type, classifier, out Problem? unfit) is null)
        {
            reports.Add(Verdict.OfException(unfit!, type));
        }

        foreach (Diagnostic diagnostic in reports.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    // Methods that are no members of a type by a name of their own: symbols of types do not lead to all of them.
    private static void AnalyzeMark(SyntaxNodeAnalysisContext context)
    {
        AttributeSyntax attribute = (AttributeSyntax)context.Node;
        SyntaxNode? marked = attribute.Parent?.Parent;
        string? kind = marked switch
        {
            LocalFunctionStatementSyntax => "a local function",
            AnonymousFunctionExpressionSyntax => "a lambda",
            AccessorDeclarationSyntax => "an accessor",
            OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "an operator",
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null } => "an explicit implementation of an interface",
            MethodDeclarationSyntax { Parent: ExtensionBlockDeclarationSyntax } => "a member of an extension",
            _ => null,
        };
        if (kind is not null
            && context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is IMethodSymbol { ContainingType: { } type }
            && WellKnown.Is(type, WellKnown.ProcessTargetAttribute))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                TargetCannotBeMade.Rule,
                attribute.GetLocation(),
                $"[ProcessTarget] marks {kind}, which has no name that another process could call: mark an ordinary static method of a partial type"));
        }
    }
}
