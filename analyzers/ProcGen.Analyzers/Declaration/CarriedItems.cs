using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Declaration;

/// <summary>Looks at what queues, connections and listeners are said to carry, wherever that is.</summary>
internal static class CarriedItems
{
    public static void Analyze(SyntaxNodeAnalysisContext context, Once once)
    {
        GenericNameSyntax name = (GenericNameSyntax)context.Node;
        if (!ItemMentions.IsCandidate(name)
            || ItemMentions.ItemOf(name, context.SemanticModel, context.CancellationToken) is not { } item
            || ItemMentions.Find(item, new TypeClassifier(context.Compilation)) is not { } problem
            || MakesNothing(name)
            || IsReportedWithItsDeclaration(name, context))
        {
            return;
        }

        if (Verdict.OfItem(problem, name.TypeArgumentList.Arguments[0].GetLocation()) is { } diagnostic)
        {
            once.Report(context.ReportDiagnostic, diagnostic);
        }
    }

    // The type itself is what is asked for, and nothing need ever be carried.
    private static bool MakesNothing(GenericNameSyntax name) =>
        name.Ancestors().Any(static node => node is TypeOfExpressionSyntax or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    // The signature of a target, the state of a process class, the members of an exception: what is said of those says this.
    private static bool IsReportedWithItsDeclaration(GenericNameSyntax name, SyntaxNodeAnalysisContext context)
    {
        SyntaxNode child = name;
        for (SyntaxNode? node = name.Parent; node is not null; child = node, node = node.Parent)
        {
            switch (node)
            {
                case ParameterSyntax parameter when child == parameter.Default:
                case EqualsValueClauseSyntax or BlockSyntax or ArrowExpressionClauseSyntax:
                    return false;
                case MethodDeclarationSyntax method:
                    return context.SemanticModel.GetDeclaredSymbol(method, context.CancellationToken) is { } symbol && TargetNames.IsMarked(symbol.PartialDefinitionPart ?? symbol);
                case TypeDeclarationSyntax type:
                    return context.SemanticModel.GetDeclaredSymbol(type, context.CancellationToken) is { } declared
                        && (child is ParameterListSyntax || (child is BaseFieldDeclarationSyntax or BasePropertyDeclarationSyntax && !((MemberDeclarationSyntax)child).Modifiers.Any(SyntaxKind.StaticKeyword)))
                        && (WellKnown.Has(declared, WellKnown.ProcessExceptionAttribute) || TargetNames.MarkedMethods(declared).Any(static method => !method.IsStatic));
            }
        }

        return false;
    }
}
