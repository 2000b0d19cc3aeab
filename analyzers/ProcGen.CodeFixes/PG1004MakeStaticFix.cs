using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using ProcGen.Analyzers.Declaration;

namespace ProcGen.CodeFixes;

/// <summary>Makes a target static that uses nothing of its object.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeStaticFix() : RuleFix(InstanceTarget.Id, "Make the target static")
{
    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Changes.At<MethodDeclarationSyntax>(root, diagnostic) is not { } method
            || method.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.OverrideKeyword) || modifier.IsKind(SyntaxKind.VirtualKeyword) || modifier.IsKind(SyntaxKind.AbstractKeyword) || modifier.IsKind(SyntaxKind.SealedKeyword) || modifier.IsKind(SyntaxKind.PartialKeyword) || modifier.IsKind(SyntaxKind.ReadOnlyKeyword))
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol
            || IsImplementation(symbol)
            || UsesObject(method, symbol, model, cancellationToken)
            || await IsUsedOnObjectAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        int access = method.Modifiers.Count(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        SyntaxToken word = SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        MethodDeclarationSyntax changed = method.Modifiers.Count > 0
            ? method.WithModifiers(Insert(method.Modifiers, access, word))
            : method.WithReturnType(method.ReturnType.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(word.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia())));
        return Changes.Replace(document, root, method, changed);
    }

    // jobs.Run() means nothing for a static method. A name that stands alone means the same for both.
    private static async Task<bool> IsUsedOnObjectAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        foreach (ReferencedSymbol found in await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation place in found.Locations)
            {
                SyntaxNode? root = await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                if (root?.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true).Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static SyntaxTokenList Insert(SyntaxTokenList modifiers, int index, SyntaxToken word)
    {
        if (index > 0)
        {
            return modifiers.Insert(index, word);
        }

        SyntaxToken first = modifiers[0];
        return modifiers.Replace(first, first.WithLeadingTrivia()).Insert(0, word.WithLeadingTrivia(first.LeadingTrivia));
    }

    private static bool IsImplementation(IMethodSymbol method) => method.ContainingType.AllInterfaces
        .SelectMany(static each => each.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    private static bool UsesObject(MethodDeclarationSyntax method, IMethodSymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            if (node is ThisExpressionSyntax or BaseExpressionSyntax)
            {
                return true;
            }

            // A name that stands alone and means an instance member of the type means one of this object.
            if (node is SimpleNameSyntax name
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && name.Parent is not (MemberBindingExpressionSyntax or QualifiedNameSyntax or NameColonSyntax)
                && !IsInitialized(name)
                && model.GetSymbolInfo(name, cancellationToken).Symbol is { } used
                && (IsMember(used, symbol.ContainingType) || IsPrimaryParameter(used)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMember(ISymbol used, INamedTypeSymbol type)
    {
        if (used.IsStatic || used is not (IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }))
        {
            return false;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, used.ContainingType?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPrimaryParameter(ISymbol used) =>
        used is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };

    private static bool IsInitialized(SimpleNameSyntax name) =>
        name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name;
}
