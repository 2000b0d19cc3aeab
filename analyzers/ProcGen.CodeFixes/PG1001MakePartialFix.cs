using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProcGen.Analyzers.Declaration;

namespace ProcGen.CodeFixes;

/// <summary>Makes the type of a target, and those around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialFix() : RuleFix(TypeNotPartial.Id, "Make the type partial")
{
    /// <inheritdoc/>
    /// <remarks>All types of a file at once: several may have one around them that is not partial either.</remarks>
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            ? document.WithSyntaxRoot(root.ReplaceNodes(diagnostics.SelectMany(diagnostic => NotPartial(root, diagnostic)).Distinct(), static (_, type) => Partial(type)))
            : document);

    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        TypeDeclarationSyntax[] types = [.. NotPartial(root, diagnostic)];
        return Task.FromResult<Func<CancellationToken, Task<Document>>?>(
            types.Length == 0 ? null : _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNodes(types, static (_, type) => Partial(type)))));
    }

    private static IEnumerable<TypeDeclarationSyntax> NotPartial(SyntaxNode root, Diagnostic diagnostic) =>
        Changes.At<TypeDeclarationSyntax>(root, diagnostic)?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)) ?? [];

    // The last of the modifiers: the language wants it there.
    private static TypeDeclarationSyntax Partial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.AddModifiers(partial);
        }

        SyntaxTriviaList leading = type.Keyword.LeadingTrivia;
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(leading)));
    }
}
