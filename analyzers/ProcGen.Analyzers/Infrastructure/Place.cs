using System.Globalization;
using System.IO;
using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers;

/// <summary>How a message names a second place.</summary>
internal static class Place
{
    /// <summary>As in <c>Jobs.cs, line 12</c>: the name of the file without its folders, which differ from machine to machine.</summary>
    public static string Of(SyntaxNode node)
    {
        FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(node.Span);
        return Path.GetFileName(span.Path) + ", line " + (span.StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture);
    }
}
