using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers;

/// <summary>Diagnostics of which no two are on one line: the first that is added stays.</summary>
internal sealed class OneToALine(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly HashSet<(SyntaxTree?, int)> _lines = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Adds a report, unless there is one on its line already. Where its rule is turned off nobody sees it, and it keeps no other away.</summary>
    public void Add(Diagnostic? diagnostic)
    {
        if (diagnostic is not null && (IsOff(diagnostic) || _lines.Add(LineOf(diagnostic))))
        {
            _diagnostics.Add(diagnostic);
        }
    }

    /// <summary>Keeps the line of a report that another analyzer makes.</summary>
    public void GiveWayTo(Diagnostic diagnostic)
    {
        if (!IsOff(diagnostic))
        {
            _lines.Add(LineOf(diagnostic));
        }
    }

    private bool IsOff(Diagnostic diagnostic) => Suppressions.IsOff(diagnostic, compilation, cancellationToken);

    private static (SyntaxTree?, int) LineOf(Diagnostic diagnostic) => (diagnostic.Location.SourceTree, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
}
