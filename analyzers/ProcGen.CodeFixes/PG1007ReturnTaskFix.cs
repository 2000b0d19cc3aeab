using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using ProcGen.Analyzers.Declaration;

namespace ProcGen.CodeFixes;

/// <summary>Lets an asynchronous target return a task, so that its end can be waited for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTaskFix() : RuleFix(AsyncVoidTarget.Id, "Return Task")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(Changes.At<MethodDeclarationSyntax>(root, diagnostic) is { } method && !method.Modifiers.Any(SyntaxKind.OverrideKeyword) && !method.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? Changes.Replace(document, root, method.ReturnType, TaskType().WithTriviaFrom(method.ReturnType))
            : null);

    private static NameSyntax TaskType() =>
        SyntaxFactory.ParseName("global::System.Threading.Tasks.Task").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}
