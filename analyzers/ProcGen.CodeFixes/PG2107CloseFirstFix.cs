using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ProcGen.Analyzers.Lifetime;

namespace ProcGen.CodeFixes;

/// <summary>Closes a pool in front of the statement that joins it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CloseFirstFix() : RuleFix(JoinedBeforeClose.Id, "Close the pool first")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(InsertedCall.Before(document, root, diagnostic, "Close"));
}
