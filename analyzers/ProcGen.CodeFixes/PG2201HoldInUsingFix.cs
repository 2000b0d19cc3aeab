using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Locking;

namespace ProcGen.CodeFixes;

/// <summary>Holds a lock in a using, and takes away the releases that the using makes superfluous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HoldInUsingFix() : RuleFix(NotReleased.Id, "Hold the lock in a using")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Changes.At<InvocationExpressionSyntax>(root, diagnostic) is not { Expression: MemberAccessExpressionSyntax access } call
            || call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement)
        {
            return Task.FromResult<Func<CancellationToken, Task<Document>>?>(null);
        }

        StatementSyntax? held = Held(statement, block);
        if (held is null)
        {
            return Task.FromResult<Func<CancellationToken, Task<Document>>?>(null);
        }

        string theLock = access.Expression.ToString();
        string? scope = (statement as LocalDeclarationStatementSyntax)?.Declaration.Variables[0].Identifier.ValueText;
        SyntaxNode[] releases = [.. block.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(each => Releases(each, theLock, scope) && each.Parent is BlockSyntax)];
        SyntaxNode tracked = root.TrackNodes([statement, .. releases]);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(statement)!, held);
        tracked = tracked.RemoveNodes(releases.Select(each => tracked.GetCurrentNode(each)!), SyntaxRemoveOptions.KeepNoTrivia)!;
        return Task.FromResult<Func<CancellationToken, Task<Document>>?>(_ => Task.FromResult(document.WithSyntaxRoot(tracked)));
    }

    private static LocalDeclarationStatementSyntax? Held(StatementSyntax statement, BlockSyntax block)
    {
        SyntaxToken word = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } local:
                return local.WithoutLeadingTrivia().WithUsingKeyword(word).WithLeadingTrivia(local.GetLeadingTrivia());
            case ExpressionStatementSyntax expression:
                return ((LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement("using LockScope " + FreeName(block) + " = " + expression.Expression.WithoutTrivia() + ";"))
                    .WithTriviaFrom(expression);
            default:
                return null;
        }
    }

    private static string FreeName(BlockSyntax block)
    {
        HashSet<string> taken = [.. (block.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? (SyntaxNode)block).DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText)];
        string name = "held";
        for (int number = 2; taken.Contains(name); number++)
        {
            name = "held" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static bool Releases(ExpressionStatementSyntax statement, string theLock, string? scope) =>
        statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        && ((access.Name.Identifier.ValueText == "Release" && (access.Expression.ToString() == theLock || access.Expression.ToString() == theLock + ".Lock"))
            || (access.Name.Identifier.ValueText == "Dispose" && access.Expression.ToString() == scope));
}
