using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using ProcGen.Analyzers.StartUp;

namespace ProcGen.CodeFixes;

/// <summary>Begins Main, or top-level statements, with the guard through which children are entered.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WriteGuardFix() : RuleFix(GuardMissing.Id, "Begin with the guard for children")
{
    private protected override async Task<Func<CancellationToken, Task<Document>>?> FindChangeAsync(Document document, SyntaxNode root, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan) is MethodDeclarationSyntax method)
        {
            SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
            return model?.GetDeclaredSymbol(method, cancellationToken) is { } main && InMethod(method, main) is { } changed
                ? Changes.Replace(document, root, method, changed)
                : null;
        }

        return root is CompilationUnitSyntax unit ? _ => Task.FromResult(document.WithSyntaxRoot(AtTop(unit))) : null;
    }

    private static MethodDeclarationSyntax? InMethod(MethodDeclarationSyntax method, IMethodSymbol main)
    {
        StatementSyntax guard = Guard(Way(main));
        if (method.Body is { } body)
        {
            return method.WithBody(body.WithStatements(body.Statements.Insert(0, guard)));
        }

        if (method.ExpressionBody is not { } arrow)
        {
            return null;
        }

        bool hasValue = !main.ReturnsVoid && !(main.IsAsync && main.ReturnType is INamedTypeSymbol { IsGenericType: false });
        StatementSyntax rest = arrow.Expression is ThrowExpressionSyntax thrown ? SyntaxFactory.ThrowStatement(thrown.Expression)
            : hasValue ? SyntaxFactory.ReturnStatement(arrow.Expression)
            : SyntaxFactory.ExpressionStatement(arrow.Expression);
        rest = rest.WithTrailingTrivia(method.SemicolonToken.TrailingTrivia);
        return method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(SyntaxFactory.Block(guard, rest)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    // In what a method returns: a number, a task of one, or nothing at all.
    private static string Way(IMethodSymbol main) => main switch
    {
        { ReturnType.SpecialType: SpecialType.System_Int32 } => "return global::ProcGen.ProcessHost.RunChild();",
        { IsAsync: true, ReturnType: INamedTypeSymbol { IsGenericType: true } } => "return global::ProcGen.ProcessHost.RunChild();",
        { ReturnType: INamedTypeSymbol { IsGenericType: true } } => "return global::System.Threading.Tasks.Task.FromResult(global::ProcGen.ProcessHost.RunChild());",
        { IsAsync: false, ReturnsVoid: false } => "{ global::System.Environment.ExitCode = global::ProcGen.ProcessHost.RunChild(); return global::System.Threading.Tasks.Task.CompletedTask; }",
        _ => "{ global::System.Environment.ExitCode = global::ProcGen.ProcessHost.RunChild(); return; }",
    };

    private static StatementSyntax Guard(string way) =>
        SyntaxFactory.ParseStatement("if (global::ProcGen.ProcessHost.IsChild) " + way + "\n")
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation, Simplifier.AddImportsAnnotation);

    // A bare return among the statements means that the program returns no number; without any, the guard makes it one that does.
    private static CompilationUnitSyntax AtTop(CompilationUnitSyntax unit)
    {
        GlobalStatementSyntax first = unit.Members.OfType<GlobalStatementSyntax>().First();
        GlobalStatementSyntax last = unit.Members.OfType<GlobalStatementSyntax>().Last();
        ReturnStatementSyntax[] returns =
        [
            .. unit.Members.OfType<GlobalStatementSyntax>()
                .SelectMany(static statement => statement.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
                .OfType<ReturnStatementSyntax>(),
        ];
        bool isBare = returns.Any(static statement => statement.Expression is null);
        StatementSyntax guard = Guard(isBare
            ? "{ global::System.Environment.ExitCode = global::ProcGen.ProcessHost.RunChild(); return; }"
            : "return global::ProcGen.ProcessHost.RunChild();");
        List<MemberDeclarationSyntax> members = [.. unit.Members];
        if (returns.Length == 0)
        {
            members.Insert(unit.Members.IndexOf(last) + 1, SyntaxFactory.GlobalStatement(SyntaxFactory.ParseStatement("return 0;\n")));
        }

        int at = unit.Members.IndexOf(first);
        members[at] = members[at].WithLeadingTrivia();
        members.Insert(at, SyntaxFactory.GlobalStatement(guard).WithLeadingTrivia(first.GetLeadingTrivia()));
        return unit.WithMembers(SyntaxFactory.List(members));
    }
}
