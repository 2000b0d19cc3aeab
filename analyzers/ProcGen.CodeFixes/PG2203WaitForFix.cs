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
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Changes.At<InvocationExpressionSyntax>(root, diagnostic) is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAsync" } access } call
            || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || (statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent) is not IfStatementSyntax { Else: null } question)
        {
            return Task.FromResult<Func<CancellationToken, Task<Document>>?>(null);
        }

        string name = access.Name.Identifier.ValueText == "Wait" ? "WaitFor" : "WaitForAsync";
        ArgumentSyntax wanted = SyntaxFactory.Argument(SyntaxFactory.ParseExpression("() => " + Opposite(question.Condition)));
        SeparatedSyntaxList<ArgumentSyntax> rest = call.ArgumentList.Arguments;
        InvocationExpressionSyntax changed = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName(name)))
            .WithArgumentList(rest.Count == 0
                ? SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(wanted))
                : SyntaxFactory.ParseArgumentList("(" + wanted + ", " + rest + ")"));
        StatementSyntax wait = statement.ReplaceNode(call, changed).WithTriviaFrom(question);
        return Task.FromResult<Func<CancellationToken, Task<Document>>?>(Changes.Replace(document, root, question, wait));
    }

    private static string Opposite(ExpressionSyntax condition) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand.WithoutTrivia().ToString(),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => equal.Left + " != " + equal.Right,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } different => different.Left + " == " + different.Right,
        BinaryExpressionSyntax or AssignmentExpressionSyntax or ConditionalExpressionSyntax or IsPatternExpressionSyntax => "!(" + condition.WithoutTrivia() + ")",
        _ => "!" + condition.WithoutTrivia(),
    };
}
