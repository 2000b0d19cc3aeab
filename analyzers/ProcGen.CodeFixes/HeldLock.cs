using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes;

/// <summary>Puts what a lock is held for into a using: to the end of the block, or up to where the lock is released in it.</summary>
internal static class HeldLock
{
    /// <summary>The changed file, or null where it would mean something else than before.</summary>
    public static SyntaxNode? In(SyntaxNode root, InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access || call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || Scope(statement) is not { } scope || Row(statement) is not { } row)
        {
            return null;
        }

        string theLock = access.Expression.ToString();
        string? name = (statement as LocalDeclarationStatementSyntax)?.Declaration.Variables[0].Identifier.ValueText;
        StatementSyntax[] behind = [.. row.SkipWhile(each => each != statement).Skip(1)];
        int closing = Array.FindIndex(behind, each => Releases(each, theLock, name));
        StatementSyntax[] held = closing < 0 ? behind : [.. behind.Take(closing)];
        StatementSyntax[] rest = closing < 0 ? [] : [.. behind.Skip(closing + 1).Where(static each => each is not LocalFunctionStatementSyntax)];
        StatementSyntax[] releases =
        [
            .. held.SelectMany(static each => each.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
                .OfType<ExpressionStatementSyntax>()
                .Where(each => each.Parent is BlockSyntax or SwitchSectionSyntax && Releases(each, theLock, name)),
        ];
        if (rest.Length == 0)
        {
            return Declared(root, statement, scope, closing < 0 ? releases : [.. releases, behind[closing]]);
        }

        return statement.Parent is BlockSyntax block && !AreNeeded(held, name, rest) ? Enclosed(root, block, statement, scope, held, behind[closing], releases) : null;
    }

    // What gives the scope: a.Acquire(), await a.AcquireAsync(), the declaration of a local with it.
    private static SyntaxNode? Scope(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration: { Variables.Count: 1 } declaration } => declaration,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax discard } => discard.Right,
        ExpressionStatementSyntax { Expression: { } expression } => expression,
        _ => null,
    };

    private static StatementSyntax[]? Row(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => [.. block.Statements],
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => [.. unit.Members.OfType<GlobalStatementSyntax>().Select(static each => each.Statement)],
        _ => null,
    };

    private static SyntaxNode Declared(SyntaxNode root, StatementSyntax statement, SyntaxNode scope, StatementSyntax[] releases)
    {
        SyntaxToken word = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        LocalDeclarationStatementSyntax held = statement is LocalDeclarationStatementSyntax local
            ? local.WithoutLeadingTrivia().WithUsingKeyword(word).WithLeadingTrivia(local.GetLeadingTrivia())
            : Declaration(FreeName(statement), scope).WithUsingKeyword(word).WithTriviaFrom(statement);
        SyntaxNode tracked = root.TrackNodes([statement, .. releases]);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(statement)!, held);
        return Without(tracked, releases);
    }

    private static LocalDeclarationStatementSyntax Declaration(string name, SyntaxNode scope)
    {
        LocalDeclarationStatementSyntax declaration = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement("global::ProcGen.LockScope " + name + " = " + scope.WithoutTrivia() + ";");
        return declaration.ReplaceNode(declaration.Declaration.Type, declaration.Declaration.Type.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
    }

    private static SyntaxNode Enclosed(SyntaxNode root, BlockSyntax block, StatementSyntax statement, SyntaxNode scope, StatementSyntax[] held, StatementSyntax closing, StatementSyntax[] releases)
    {
        SyntaxNode tracked = Without(root.TrackNodes([block, statement, closing, .. held, .. releases]), releases);
        BlockSyntax around = tracked.GetCurrentNode(block)!;
        HashSet<StatementSyntax> taken = [.. held.Append(closing).Select(each => tracked.GetCurrentNode(each)).OfType<StatementSyntax>()];
        BlockSyntax body = SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(statement.GetTrailingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))),
            [.. taken.Where(each => each != tracked.GetCurrentNode(closing))],
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Comments(closing)).WithTrailingTrivia(closing.GetTrailingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        UsingStatementSyntax enclosed = SyntaxFactory.UsingStatement(scope as VariableDeclarationSyntax, (scope as ExpressionSyntax)?.WithoutTrivia(), body);
        enclosed = enclosed.WithCloseParenToken(enclosed.CloseParenToken.WithTrailingTrivia(statement.GetTrailingTrivia())).WithLeadingTrivia(statement.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        SyntaxList<StatementSyntax> statements =
        [
            .. around.Statements.Where(each => !taken.Contains(each)).Select(each => each == tracked.GetCurrentNode(statement) ? enclosed : each),
        ];
        return tracked.ReplaceNode(around, around.WithStatements(statements));
    }

    // A release goes, and the comments at it stay.
    private static SyntaxNode Without(SyntaxNode tracked, StatementSyntax[] releases)
    {
        foreach (StatementSyntax release in releases)
        {
            StatementSyntax now = tracked.GetCurrentNode(release)!;
            SyntaxTriviaList comments = Comments(now);
            StatementSyntax bare = now.WithLeadingTrivia(comments);
            tracked = tracked.ReplaceNode(now, bare);
            tracked = tracked.RemoveNode(tracked.GetCurrentNode(release)!, comments.Count > 0 ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return tracked;
    }

    // All trivia up to the end of the last comment's line, if there is a comment.
    private static SyntaxTriviaList Comments(StatementSyntax statement)
    {
        static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        SyntaxTrivia end = statement.DescendantTrivia().Concat(leading).FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        List<SyntaxTrivia> kept = leading.Any(IsComment) ? [.. leading.Reverse().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse()] : [];
        foreach (SyntaxTrivia comment in statement.GetTrailingTrivia().Where(IsComment))
        {
            kept.AddRange([.. leading.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1), comment, end.IsKind(SyntaxKind.EndOfLineTrivia) ? end : SyntaxFactory.LineFeed]);
        }

        return [.. kept];
    }

    private static bool AreNeeded(StatementSyntax[] held, string? scope, StatementSyntax[] rest)
    {
        HashSet<string> declared =
        [
            .. held.OfType<LocalDeclarationStatementSyntax>().SelectMany(static each => each.Declaration.Variables).Select(static variable => variable.Identifier.ValueText),
            .. held.SelectMany(static each => each.DescendantNodes()).OfType<SingleVariableDesignationSyntax>().Select(static variable => variable.Identifier.ValueText),
            .. held.OfType<LocalFunctionStatementSyntax>().Select(static function => function.Identifier.ValueText),
            .. held.OfType<LabeledStatementSyntax>().Select(static label => label.Identifier.ValueText),
            .. scope is null ? (string[])[] : [scope],
        ];
        return rest.SelectMany(static each => each.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name => declared.Contains(name.Identifier.ValueText));
    }

    private static string FreeName(StatementSyntax statement)
    {
        SyntaxNode around = statement.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? statement.SyntaxTree.GetRoot();
        around = statement.Parent is GlobalStatementSyntax ? statement.Ancestors().Last() : around;
        HashSet<string> taken = [.. around.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText)];
        string name = "held";
        for (int number = 2; taken.Contains(name); number++)
        {
            name = "held" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static bool Releases(StatementSyntax statement, string theLock, string? scope) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
        && ((access.Name.Identifier.ValueText == "Release" && (access.Expression.ToString() == theLock || access.Expression.ToString() == theLock + ".Lock"))
            || (access.Name.Identifier.ValueText == "Dispose" && scope is not null && access.Expression.ToString() == scope));
}
