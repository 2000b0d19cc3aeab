using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Generator.Emission;

/// <summary>Gathers lines of source, indented by the blocks that they are in. Lines end with \n on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indentation;
    private bool _isSeparated;
    private bool _isFirst = true;

    /// <summary>Writes text of one or more lines; each is indented. An empty text is an empty line.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            // What raw strings bring of the source file's line ends must not show.
            string kept = line.TrimEnd();
            if (_isSeparated && !_isFirst)
            {
                _text.Append('\n');
            }

            _isSeparated = false;
            _isFirst = false;
            if (kept.Length > 0)
            {
                _text.Append(' ', _indentation * 4).Append(kept);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Asks for an empty line before whatever follows, unless the block begins or ends here.</summary>
    public void Separate() => _isSeparated = true;

    /// <summary>Opens a block behind a line; disposing of the result closes it.</summary>
    public Block Braces(string head = "", string end = "}")
    {
        if (head.Length > 0)
        {
            Line(head);
        }

        Line("{");
        _indentation++;
        _isSeparated = false;
        _isFirst = true;
        return new Block(this, end);
    }

    public SourceText ToSourceText() => SourceText.From(ToString(), Encoding.UTF8, SourceHashAlgorithm.Sha256);

    public override string ToString() => _text.ToString();

    private void Close(string end)
    {
        _indentation--;
        _isSeparated = false;
        Line(end);
    }

    /// <summary>A block that is open.</summary>
    public readonly struct Block(SourceWriter writer, string end) : IDisposable
    {
        public void Dispose() => writer.Close(end);
    }
}
