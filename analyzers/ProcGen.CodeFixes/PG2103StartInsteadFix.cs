using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Lifetime;

namespace ProcGen.CodeFixes;

/// <summary>Starts the process where it was run here.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StartInsteadFix() : RuleFix(RunInsteadOfStart.Id, "Call Start instead")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        // A call whose value is used, or that is awaited, is more than a name that was mistaken for another.
        if (Changes.At<InvocationExpressionSyntax>(root, diagnostic) is not { Expression: MemberAccessExpressionSyntax access, Parent: ExpressionStatementSyntax } call)
        {
            return Task.FromResult<Func<CancellationToken, Task<Document>>?>(null);
        }

        InvocationExpressionSyntax start = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName("Start").WithTriviaFrom(access.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments([]));
        return Task.FromResult<Func<CancellationToken, Task<Document>>?>(Changes.Replace(document, root, call, start));
    }
}
