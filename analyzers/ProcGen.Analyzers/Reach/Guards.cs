using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Reach;

/// <summary>Whether code runs only behind a question that it asks first.</summary>
internal static class Guards
{
    /// <summary>Whether it has been asked which process this is: the parent, or a child.</summary>
    public static bool KnowsItsProcess(SyntaxNode code) => IsBehind(code, static name => name is "IsChild" or "ProcessInfo");

    /// <summary>Whether it has been asked whether this process is a daemon.</summary>
    public static bool KnowsWhetherDaemon(SyntaxNode code) => IsBehind(code, static name => name is "IsDaemon");

    private static bool IsBehind(SyntaxNode code, Func<string, bool> isAsked)
    {
        bool Asks(SyntaxNode? question) => question?.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => isAsked(name.Identifier.ValueText)) == true;
        for (SyntaxNode node = code; node.Parent is { } parent and not MemberDeclarationSyntax { Parent: BaseTypeDeclarationSyntax }; node = parent)
        {
            bool isBehind = parent switch
            {
                IfStatementSyntax question => node != question.Condition && Asks(question.Condition),
                ElseClauseSyntax { Parent: IfStatementSyntax question } => Asks(question.Condition),
                ConditionalExpressionSyntax question => node != question.Condition && Asks(question.Condition),
                BinaryExpressionSyntax both => node == both.Right && Asks(both.Left),
                SwitchSectionSyntax { Parent: SwitchStatementSyntax question } => Asks(question.Expression),
                SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax question } => Asks(question.GoverningExpression),
                BlockSyntax block => block.Statements.TakeWhile(statement => statement != node).OfType<IfStatementSyntax>().Any(question => Asks(question.Condition) && Leaves(question.Statement)),
                _ => false,
            };
            if (isBehind)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.LastOrDefault() is { } last && Leaves(last),
        ReturnStatementSyntax or ThrowStatementSyntax => true,
        _ => false,
    };
}
