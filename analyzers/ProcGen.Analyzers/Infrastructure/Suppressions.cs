using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers;

/// <summary>Tells whether a report would be shown: a rule that gives way to another must not do so where the other is turned off.</summary>
internal static class Suppressions
{
    /// <summary>Whether a setting or a <c>#pragma</c> keeps the rule silent at the place. Attributes are not looked at.</summary>
    public static bool IsOff(Diagnostic diagnostic, Compilation compilation, CancellationToken cancellationToken) =>
        diagnostic.Location.SourceTree is { } tree
        && (IsSetOff(diagnostic.Id, tree, compilation, cancellationToken) || IsPragmaOff(diagnostic.Id, tree.GetRoot(cancellationToken), diagnostic.Location.SourceSpan.Start));

    private static bool IsSetOff(string id, SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        SyntaxTreeOptionsProvider? settings = compilation.Options.SyntaxTreeOptionsProvider;
        if ((settings is not null && settings.TryGetDiagnosticValue(tree, id, cancellationToken, out ReportDiagnostic severity))
            || compilation.Options.SpecificDiagnosticOptions.TryGetValue(id, out severity)
            || (settings is not null && settings.TryGetGlobalDiagnosticValue(id, cancellationToken, out severity)))
        {
            return severity == ReportDiagnostic.Suppress;
        }

        return false;
    }

    private static bool IsPragmaOff(string id, SyntaxNode root, int position)
    {
        bool isOff = false;
        if (!root.ContainsDirectives)
        {
            return isOff;
        }

        static bool IsWarning(DirectiveTriviaSyntax directive) => directive.IsActive && directive.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia);
        for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(IsWarning); directive is not null && directive.SpanStart < position; directive = directive.GetNextDirective(IsWarning))
        {
            PragmaWarningDirectiveTriviaSyntax pragma = (PragmaWarningDirectiveTriviaSyntax)directive;
            if (pragma.ErrorCodes.Count == 0 || pragma.ErrorCodes.Any(code => code.ToString() == id))
            {
                isOff = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
            }
        }

        return isOff;
    }
}
