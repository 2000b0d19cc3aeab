using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProcGen.CodeFixes;

/// <summary>Puts a call of a method of the same object in front of a statement.</summary>
internal static class InsertedCall
{
    /// <summary>The change, or null where the statement does not stand in a row of others.</summary>
    public static Func<CancellationToken, Task<Document>>? Before(Document document, SyntaxNode root, Diagnostic diagnostic, string method)
    {
        SyntaxNode use = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (Receiver(use) is not { } receiver || use.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        StatementSyntax call = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver.WithoutTrivia(), SyntaxFactory.IdentifierName(method))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        SyntaxNode? changed = statement.Parent switch
        {
            BlockSyntax or SwitchSectionSyntax => root.InsertNodesBefore(statement, [call]),
            GlobalStatementSyntax global => root.InsertNodesBefore(global, [Line(call, global)]),
            not null => root.ReplaceNode(statement, SyntaxFactory.Block(call, statement.WithoutTrivia()).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation)),
            null => null,
        };
        return changed is null ? null : _ => Task.FromResult(document.WithSyntaxRoot(changed));
    }

    // The formatter would put an empty line between statements at the top of a file.
    private static GlobalStatementSyntax Line(StatementSyntax call, GlobalStatementSyntax next)
    {
        SyntaxTrivia lineEnd = next.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return SyntaxFactory.GlobalStatement(call.WithoutAnnotations(Formatter.Annotation))
            .WithTrailingTrivia(lineEnd.IsKind(SyntaxKind.EndOfLineTrivia) ? lineEnd : SyntaxFactory.LineFeed);
    }

    // The object whose member is used; of a?.B() there is none that a statement could begin with.
    private static IdentifierNameSyntax? Receiver(SyntaxNode use) =>
        (use is InvocationExpressionSyntax call ? call.Expression : use) is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } ? name : null;
}
