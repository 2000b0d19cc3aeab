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
    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax { Parent: ExpressionStatementSyntax } expression
            || Part(expression) is not var (target, amount, isTaken)
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || !CanBeAdded(model.GetTypeInfo(target, cancellationToken).Type, amount, isTaken, model))
        {
            return null;
        }

        string text = amount is null ? isTaken ? "-1" : "1" : isTaken ? Negative(amount) : amount.ToString();
        string? call = target switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value => value.Expression + ".Add(" + text + ")",
            ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } indexes } element => element.Expression + ".Add(" + indexes[0] + ", " + text + ")",
            _ => null,
        };
        return call is null ? null : Changes.Replace(document, root, expression, SyntaxFactory.ParseExpression(call).WithTriviaFrom(expression));
    }

    // What is changed, by how much (null for one), and whether that is taken away.
    private static (ExpressionSyntax Target, ExpressionSyntax? Amount, bool IsTaken)? Part(ExpressionSyntax expression) => expression switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } change => (change.Operand, null, false),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } change => (change.Operand, null, false),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } change => (change.Operand, null, true),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } change => (change.Operand, null, true),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } change => (change.Left, change.Right, false),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } change => (change.Left, change.Right, true),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum } change when IsSame(sum.Left, change.Left) => (change.Left, sum.Right, false),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } sum } change when IsSame(sum.Left, change.Left) => (change.Left, sum.Right, true),
        _ => null,
    };

    private static bool IsSame(ExpressionSyntax left, ExpressionSyntax right) => SyntaxFactory.AreEquivalent(left, right);

    // An assignment converts what a parameter does not take, and what has no sign cannot be taken away by adding it.
    private static bool CanBeAdded(ITypeSymbol? type, ExpressionSyntax? amount, bool isTaken, SemanticModel model)
    {
        bool isNumber = type?.SpecialType is (>= SpecialType.System_SByte and <= SpecialType.System_UInt64) or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
        bool hasSign = type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_IntPtr;
        return isNumber
            && (!isTaken || hasSign || (amount is null && type!.SpecialType is SpecialType.System_SByte or SpecialType.System_Int16))
            && (amount is null || model.ClassifyConversion(amount, type!).IsImplicit)
            && !(isTaken && amount is not null && model.GetTypeInfo(amount).Type?.SpecialType is SpecialType.System_UInt64 or SpecialType.System_UIntPtr);
    }

    private static string Negative(ExpressionSyntax amount) =>
        amount is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax ? "-" + amount : "-(" + amount + ")";
}
