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
    /// <remarks>One fix changes what the next has to be: fixes of a whole project would give the same name to several.</remarks>
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
    {
        GiveNameFix fix = new();
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        HashSet<string> given = [];
        Dictionary<SyntaxNode, SyntaxNode> changes = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (Change(root, diagnostic, model, given, context.CancellationToken) is { } change)
            {
                changes[change.Old] = change.New;
            }
        }

        return document.WithSyntaxRoot(root.ReplaceNodes(changes.Keys, (old, _) => changes[old]));
    });

    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model && Change(root, diagnostic, model, [], cancellationToken) is { } change
            ? Changes.Replace(document, root, change.Old, change.New)
            : null;

    private static (SyntaxNode Old, SyntaxNode New)? Change(SyntaxNode root, Diagnostic diagnostic, SemanticModel model, HashSet<string> given, CancellationToken cancellationToken)
    {
        if (Changes.At<MethodDeclarationSyntax>(root, diagnostic) is not { } method
            || model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol
            || WellKnown.Attribute(symbol, WellKnown.ProcessTargetAttribute)?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax mark
            || mark.SyntaxTree != root.SyntaxTree)
        {
            return null;
        }

        // The first of those that share a name keeps it.
        string wanted = TargetNames.NameOf(symbol);
        IMethodSymbol[] namesakes = [.. TargetNames.MarkedMethods(symbol.ContainingType).Where(other => TargetNames.NameOf(other) == wanted).OrderBy(static other => other.Locations[0].SourceSpan.Start)];
        if (namesakes.Length > 1 && SymbolEqualityComparer.Default.Equals(namesakes[0], symbol))
        {
            return null;
        }

        string name = Free(SyntaxFacts.IsValidIdentifier(wanted) ? wanted : symbol.Name, symbol.ContainingType, given);
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName("Name"), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)),
            null,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)));
        return (mark, mark.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument))));
    }

    private static string Free(string wanted, INamedTypeSymbol type, HashSet<string> given)
    {
        HashSet<string> taken = [.. TargetNames.MarkedMethods(type).Select(TargetNames.NameOf), .. given];
        for (int number = 2; ; number++)
        {
            string name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!taken.Contains(name) && !TargetNames.IsTaken(type, TargetNames.ProcessClass(name)) && !TargetNames.IsTaken(type, TargetNames.CallClass(name)))
            {
                given.Add(name);
                return name;
            }
        }
    }
}
