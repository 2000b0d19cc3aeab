using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Locking;

/// <summary>What becomes of the scope that an acquisition gives.</summary>
internal static class ScopeUse
{
    /// <summary>Whether the method keeps the scope to itself, without a using: it drops it, or has it in a local that goes nowhere else.</summary>
    public static bool IsKept(SyntaxNode acquisition) => Whole(acquisition) is { } whole && whole.Parent switch
    {
        ExpressionStatementSyntax => true,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } local } } declarator } =>
            local.Parent is { } around && !Escapes(around, declarator.Identifier.ValueText),
        _ => false,
    };

    /// <summary>Whether the method keeps the scope to itself, in whatever way: then it is also seen when the lock is released.</summary>
    public static bool IsFollowed(SyntaxNode acquisition) => IsKept(acquisition) || (Whole(acquisition) is { } whole && whole.Parent switch
    {
        UsingStatementSyntax => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax } } } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } } } => true,
        _ => false,
    });

    // The call with what is around it and gives the same scope. Null where a task of it is not awaited on the spot.
    private static SyntaxNode? Whole(SyntaxNode acquisition)
    {
        bool isAwaited = acquisition is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Acquire" } };
        SyntaxNode syntax = acquisition;
        while (syntax.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax
            || syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfAbandoned" or "ConfigureAwait" }
            || (syntax is MemberAccessExpressionSyntax && syntax.Parent is InvocationExpressionSyntax))
        {
            syntax = syntax.Parent!;
            isAwaited |= syntax is AwaitExpressionSyntax;
        }

        return isAwaited ? syntax : null;
    }

    private static bool Escapes(SyntaxNode around, string scope) => around.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(name => name.Identifier.ValueText == scope
            && (name.Parent is not MemberAccessExpressionSyntax || name.Ancestors().TakeWhile(node => node != around).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)));
}
