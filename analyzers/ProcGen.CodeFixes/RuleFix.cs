using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProcGen.CodeFixes;

/// <summary>What all our fixes have in common: one change of one document for one diagnostic, and the same for all of them at once.</summary>
/// <param name="id">The rule.</param>
/// <param name="title">What the user chooses.</param>
public abstract class RuleFix(string id, string title) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [id];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && await FindChangeAsync(context.Document, root, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } change)
            {
                context.RegisterCodeFix(CodeAction.Create(title, change, equivalenceKey: id), diagnostic);
            }
        }
    }

    /// <summary>The change, or null where there is none: it is looked for before anything is offered.</summary>
    private protected abstract Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken);
}
