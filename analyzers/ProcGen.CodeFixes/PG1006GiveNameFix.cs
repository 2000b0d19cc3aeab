using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Declaration;
using ProcGen.Validation;

namespace ProcGen.CodeFixes;

/// <summary>Gives a target whose name another has a name of its own: <c>[ProcessTarget(Name = "Run2")]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GiveNameFix() : RuleFix(TargetName.Id, "Give the target a name of its own")
{
    /// <inheritdoc/>
    /// <remarks>Each name is the same whoever asks first, also from another file of the type: nothing is given twice.</remarks>
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        Dictionary<SyntaxNode, SyntaxNode> changes = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (Change(root, diagnostic, model, context.CancellationToken) is { } change)
            {
                changes[change.Old] = change.New;
            }
        }

        return document.WithSyntaxRoot(root.ReplaceNodes(changes.Keys, (old, _) => changes[old]));
    });

    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model && Change(root, diagnostic, model, cancellationToken) is { } change
            ? Changes.Replace(document, root, change.Old, change.New)
            : null;

    private static (SyntaxNode Old, SyntaxNode New)? Change(SyntaxNode root, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (Changes.At<MethodDeclarationSyntax>(root, diagnostic) is not { } method
            || model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol
            || WellKnown.Attribute(symbol, WellKnown.ProcessTargetAttribute)?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax mark
            || mark.SyntaxTree != root.SyntaxTree)
        {
            return null;
        }

        if (!NewNames(symbol.ContainingType).TryGetValue(symbol, out string? name))
        {
            return null;
        }

        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName("Name"), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)),
            null,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)));
        return (mark, mark.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument))));
    }

    // The first of those that share a name keeps it; the others are given one in the order in which they are written.
    private static Dictionary<ISymbol, string> NewNames(INamedTypeSymbol type)
    {
        IMethodSymbol[] targets = [.. TargetNames.MarkedMethods(type).OrderBy(static target => target.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static target => target.Locations[0].SourceSpan.Start)];
        HashSet<string> taken = [.. targets.Select(TargetNames.NameOf)];
        HashSet<string> kept = [];
        Dictionary<ISymbol, string> names = new(SymbolEqualityComparer.Default);
        foreach (IMethodSymbol target in targets)
        {
            string wanted = TargetNames.NameOf(target);
            bool isShared = targets.Count(other => TargetNames.NameOf(other) == wanted) > 1;
            if (!kept.Add(wanted) || !isShared)
            {
                names.Add(target, Free(SyntaxFacts.IsValidIdentifier(wanted) ? wanted : target.Name, type, taken));
            }
        }

        return names;
    }

    private static string Free(string wanted, INamedTypeSymbol type, HashSet<string> taken)
    {
        for (int number = 2; ; number++)
        {
            string name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!TargetNames.IsTaken(type, TargetNames.ProcessClass(name)) && !TargetNames.IsTaken(type, TargetNames.CallClass(name)) && taken.Add(name))
            {
                return name;
            }
        }
    }
}
