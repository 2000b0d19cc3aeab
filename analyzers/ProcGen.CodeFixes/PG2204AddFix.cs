using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Locking;

namespace ProcGen.CodeFixes;

/// <summary>Turns <c>shared.Value += n;</c> into <c>shared.Add(n);</c>, which is one step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddFix() : RuleFix(SharedWithoutLock.Id, "Use Add")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        Func<CancellationToken, Task<Document>>? change = null;
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax { Parent: ExpressionStatementSyntax } expression && Amount(expression) is var (target, amount))
        {
            string? call = target switch
            {
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value => value.Expression + ".Add(" + amount + ")",
                ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } indexes } element => element.Expression + ".Add(" + indexes[0] + ", " + amount + ")",
                _ => null,
            };
            change = call is null ? null : Changes.Replace(document, root, expression, SyntaxFactory.ParseExpression(call).WithTriviaFrom(expression));
        }

        return Task.FromResult(change);
    }

    private static (ExpressionSyntax Target, string Amount)? Amount(ExpressionSyntax expression) => expression switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } change => (change.Operand, "1"),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } change => (change.Operand, "1"),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } change => (change.Operand, "-1"),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } change => (change.Operand, "-1"),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } change => (change.Left, change.Right.ToString()),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } change => (change.Left, Negative(change.Right)),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum } change => (change.Left, sum.Right.ToString()),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } sum } change => (change.Left, Negative(sum.Right)),
        _ => null,
    };

    private static string Negative(ExpressionSyntax amount) =>
        amount is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax ? "-" + amount : "-(" + amount + ")";
}
