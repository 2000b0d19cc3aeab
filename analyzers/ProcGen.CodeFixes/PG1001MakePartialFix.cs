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
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        TypeDeclarationSyntax[] types =
        [
            .. Changes.At<TypeDeclarationSyntax>(root, diagnostic)?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
                .Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)) ?? [],
        ];
        return Task.FromResult<Func<CancellationToken, Task<Document>>?>(
            types.Length == 0 ? null : _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNodes(types, static (_, type) => Partial(type)))));
    }

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
