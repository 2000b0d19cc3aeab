using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Lifetime;

namespace ProcGen.CodeFixes;

/// <summary>Starts a process in front of the statement that waits for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StartFirstFix() : RuleFix(NeverStarted.Id, "Start the process first")
{
    private protected override Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(InsertedCall.Before(document, root, diagnostic, "Start"));
}
