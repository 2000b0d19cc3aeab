using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Locking;

namespace ProcGen.CodeFixes;

/// <summary>Turns <c>if (!ready) condition.Wait();</c> into <c>condition.WaitFor(() => ready);</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WaitForFix() : RuleFix(ConditionMisused.Id, "Use WaitFor")
{
    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Changes.At<InvocationExpressionSyntax>(root, diagnostic) is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAsync" } access } call
            || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || (statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent) is not IfStatementSyntax { Else: null } question
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || !CanBeAskedByLambda(question.Condition, model, cancellationToken))
        {
            return null;
        }

        string name = access.Name.Identifier.ValueText == "Wait" ? "WaitFor" : "WaitForAsync";
        ArgumentSyntax wanted = SyntaxFactory.Argument(SyntaxFactory.ParseExpression("() => " + Opposite(question.Condition)));
        SeparatedSyntaxList<ArgumentSyntax> rest = call.ArgumentList.Arguments;
        InvocationExpressionSyntax changed = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName(name)))
            .WithArgumentList(rest.Count == 0
                ? SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(wanted))
                : SyntaxFactory.ParseArgumentList("(" + wanted + ", " + rest + ")"));
        StatementSyntax wait = statement.ReplaceNode(call, changed)
            .WithLeadingTrivia(LeadingTrivia(question, statement))
            .WithTrailingTrivia(statement.GetTrailingTrivia().Any(IsComment) ? statement.GetTrailingTrivia() : question.GetTrailingTrivia());
        return Changes.Replace(document, root, question, wait);
    }

    // The comments at the question, and then those at the wait, each on a line as far in as the question.
    private static SyntaxTriviaList LeadingTrivia(IfStatementSyntax question, StatementSyntax wait)
    {
        SyntaxTriviaList leading = question.GetLeadingTrivia();
        SyntaxTrivia[] indentation = [.. leading.Reverse().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
        foreach (SyntaxTrivia comment in wait.GetLeadingTrivia().Where(IsComment))
        {
            SyntaxTrivia end = wait.GetLeadingTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            leading = leading.Add(comment).Add(end.IsKind(SyntaxKind.EndOfLineTrivia) ? end : SyntaxFactory.LineFeed).AddRange(indentation);
        }

        return leading;
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    // A lambda cannot wait, declares variables for itself only, and captures no references.
    private static bool CanBeAskedByLambda(ExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken) => !condition.DescendantNodesAndSelf().Any(node => node switch
    {
        AwaitExpressionSyntax or VariableDesignationSyntax => true,
        ThisExpressionSyntax => model.GetTypeInfo(node, cancellationToken).Type is { IsValueType: true },
        SimpleNameSyntax name => model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            IParameterSymbol parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType,
            ILocalSymbol local => local.RefKind != RefKind.None || local.Type.IsRefLikeType,
            { IsStatic: false, ContainingType.IsValueType: true } and (IFieldSymbol or IPropertySymbol or IMethodSymbol) => name.Parent is not MemberAccessExpressionSyntax access || access.Name != name,
            _ => false,
        },
        _ => false,
    });

    private static string Opposite(ExpressionSyntax condition) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand.WithoutTrivia().ToString(),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => equal.Left + " != " + equal.Right,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } different => different.Left + " == " + different.Right,
        SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax => "!" + condition.WithoutTrivia(),
        _ => "!(" + condition.WithoutTrivia() + ")",
    };
}
