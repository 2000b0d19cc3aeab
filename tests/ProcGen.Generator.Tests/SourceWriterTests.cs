using System.Text;
using Microsoft.CodeAnalysis.Text;
using ProcGen.Generator.Emission;

namespace ProcGen.Generator.Tests;

public class SourceWriterTests
{
    [Fact]
    public void Blocks_indent_and_close()
    {
        SourceWriter writer = new();
        using (writer.Braces("a"))
        using (writer.Braces("b", "};"))
        {
            writer.Line("c\nd");
        }

        Assert.Equal("a\n{\n    b\n    {\n        c\n        d\n    };\n}\n", writer.ToString());
    }

    [Fact]
    public void Empty_lines_stand_between_things_only()
    {
        SourceWriter writer = new();
        writer.Separate();
        using (writer.Braces("a"))
        {
            writer.Separate();
            writer.Line("b");
            writer.Separate();
            writer.Separate();
            writer.Line("c");
            writer.Separate();
        }

        writer.Separate();
        writer.Line("d");
        Assert.Equal("a\n{\n    b\n\n    c\n}\n\nd\n", writer.ToString());
    }

    [Fact]
    public void Line_ends_are_the_same_everywhere()
    {
        SourceWriter writer = new();
        writer.Line("a\r\nb   \r\n\r\nc");
        Assert.Equal("a\nb\n\nc\n", writer.ToString());
    }

    [Fact]
    public void The_text_says_how_it_is_encoded_and_summed()
    {
        SourceText text = new SourceWriter().ToSourceText();
        Assert.Equal(SourceHashAlgorithm.Sha256, text.ChecksumAlgorithm);
        Assert.Equal(Encoding.UTF8, text.Encoding);
    }
}
