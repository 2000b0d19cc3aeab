using System.Text;
using ProcGen.Hosting;

namespace ProcGen.Tests.Hosting;

public class ErrorTailTests
{
    [Fact]
    public void Nothing_is_empty() => Assert.Equal("", new ErrorTail().ToString());

    [Theory]
    [InlineData("one\ntwo\n", "one\ntwo")]
    [InlineData("one", "one")]
    [InlineData("ü🦊\n", "ü🦊")]
    public void A_short_story_is_kept_whole(string written, string kept) => Assert.Equal(kept, Write(written));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void A_long_story_is_kept_from_a_line_on(int piece)
    {
        string text = string.Concat(Enumerable.Range(0, 2000).Select(static i => $"line {i} ü\n"));
        string kept = Write(text, piece);
        Assert.EndsWith("line 1999 ü", kept, StringComparison.Ordinal);
        Assert.Matches("^line [0-9]+ ü\n", kept);
        Assert.InRange(Encoding.UTF8.GetByteCount(kept), 4000, 4096);
    }

    [Fact]
    public void A_line_that_is_longer_than_the_tail_is_kept_as_it_is()
    {
        string kept = Write(new string('x', 10_000));
        Assert.Equal(new string('x', 4096), kept);
    }

    private static string Write(string text, int piece = int.MaxValue)
    {
        ErrorTail tail = new();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < bytes.Length; i += Math.Min(piece, bytes.Length))
        {
            tail.Append(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
        }

        return tail.ToString();
    }
}
