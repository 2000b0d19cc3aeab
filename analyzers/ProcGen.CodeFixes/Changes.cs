using Microsoft.CodeAnalysis;

namespace ProcGen.CodeFixes;

/// <summary>Small steps that fixes are made of.</summary>
internal static class Changes
{
    /// <summary>A change that puts one node in another's place.</summary>
    public static Func<CancellationToken, Task<Document>> Replace(Document document, SyntaxNode root, SyntaxNode old, SyntaxNode replacement) =>
        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(old, replacement)));

    /// <summary>The innermost node of a kind at a diagnostic.</summary>
    public static T? At<T>(SyntaxNode root, Diagnostic diagnostic)
        where T : SyntaxNode =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
}
