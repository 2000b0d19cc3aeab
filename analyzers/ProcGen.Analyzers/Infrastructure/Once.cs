using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers;

/// <summary>Sees to it that what several callers find at one place is reported once, and that no two reports are on one line.</summary>
internal sealed class Once(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<(SyntaxTree?, int), bool> _lines = new();

    public void Report(Action<Diagnostic> report, Diagnostic diagnostic)
    {
        if (Suppressions.IsOff(diagnostic, compilation, cancellationToken) || _lines.TryAdd((diagnostic.Location.SourceTree, diagnostic.Location.GetLineSpan().StartLinePosition.Line), true))
        {
            report(diagnostic);
        }
    }
}
