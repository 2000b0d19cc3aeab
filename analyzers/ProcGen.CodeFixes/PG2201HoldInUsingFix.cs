using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Locking;

namespace ProcGen.CodeFixes;

/// <summary>Holds a lock in a using, and takes away the releases that the using makes superfluous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HoldInUsingFix() : RuleFix(NotReleased.Id, "Hold the lock in a using")
{
    /// <inheritdoc/>
    /// <remarks>One after the other: each takes a name that the next must not take, and changes the statements around it.</remarks>
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
    {
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        InvocationExpressionSyntax[] calls = [.. diagnostics.Select(diagnostic => Changes.At<InvocationExpressionSyntax>(root, diagnostic)).OfType<InvocationExpressionSyntax>().OrderBy(static call => call.SpanStart)];
        SyntaxNode current = root.TrackNodes(calls);
        foreach (InvocationExpressionSyntax call in calls)
        {
            current = current.GetCurrentNode(call) is { } now && HeldLock.In(current, now) is { } changed ? changed : current;
        }

        return document.WithSyntaxRoot(current);
    });

    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<Func<CancellationToken, Task<Document>>?>(Changes.At<InvocationExpressionSyntax>(root, diagnostic) is { } call && HeldLock.In(root, call) is { } changed
            ? _ => Task.FromResult(document.WithSyntaxRoot(changed))
            : null);
}
