using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Lifetime;
using ProcGen.Validation;

namespace ProcGen.CodeFixes;

/// <summary>Awaits a call whose result was ignored, where the code around it may wait.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitFix() : RuleFix(IgnoredResult.Id, "Await the call")
{
    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Changes.At<InvocationExpressionSyntax>(root, diagnostic) is not { Parent: ExpressionStatementSyntax } call
            || !MayAwait(call)
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.GetTypeInfo(call, cancellationToken).Type is not { } type
            || WellKnown.Is(type, WellKnown.AsyncEnumerable))
        {
            return null;
        }

        AwaitExpressionSyntax awaited = SyntaxFactory.AwaitExpression(call.WithoutTrivia()).WithTriviaFrom(call);
        return Changes.Replace(document, root, call, awaited);
    }

    private static bool MayAwait(SyntaxNode call)
    {
        for (SyntaxNode? node = call; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case LockStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
