using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Analyzers;

/// <summary>Diagnostics of which no two are on one line: the first that is added stays.</summary>
internal sealed class OneToALine
{
    private readonly HashSet<(SyntaxTree?, int)> _lines = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public void Add(Diagnostic? diagnostic)
    {
        if (diagnostic is null)
        {
            return;
        }

        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        if (_lines.Add((diagnostic.Location.SourceTree, span.StartLinePosition.Line)))
        {
            _diagnostics.Add(diagnostic);
        }
    }
}
