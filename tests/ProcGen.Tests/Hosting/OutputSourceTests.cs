using System.Text;
using ProcGen.Hosting;
using ProcGen.Platform;

namespace ProcGen.Tests.Hosting;

public class OutputSourceTests
{
    public static TheoryData<string, string[]> Texts => new()
    {
        { "", [] },
        { "one\n", ["one"] },
        { "one\ntwo", ["one", "two"] },
        { "\n", [""] },
        { "\r\n\n", ["", ""] },
        { "a\rb\r\n", ["a\rb"] },
        { "Zażółć 🦊\ngęślą\n", ["Zażółć 🦊", "gęślą"] },
        { $"{new string('x', 10_000)}\ny", [new string('x', 10_000), "y"] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_becomes_lines_wherever_it_is_cut(string text, string[] lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (int piece in (int[])[1, 2, 3, 5, 4096, int.MaxValue])
        {
            Assert.Equal(lines, Split(bytes, piece));
        }
    }

    [Fact]
    public void What_is_no_text_is_shown_as_such() => Assert.Equal(["a\ufffdb"], Split([(byte)'a', 0xff, (byte)'b', (byte)'\n'], 1));

    // The rest of a character and then as much as one read takes: more characters than bytes in that read.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_full_read_after_a_cut_character_is_taken_whole(int cut)
    {
        string text = $"🦊{new string('x', 8192)}";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal([text], Split([bytes[..cut], bytes[cut..]]));
    }

    private static List<string> Split(byte[] bytes, int piece) => Split([.. bytes.Chunk(Math.Min(piece, Math.Max(1, bytes.Length)))]);

    private static List<string> Split(byte[][] pieces)
    {
        List<string> lines = [];
        LineSink sink = new("tester", line => lines.Add(line.Text));
        (SafeDescriptor read, SafeDescriptor write) = HostPlatform.Current.CreatePipe();
        using OutputSource source = new(read, isError: false, tail: null, forwardTo: null, sink);
        using (FileStream stream = new(new Microsoft.Win32.SafeHandles.SafeFileHandle(write.Number, ownsHandle: false), FileAccess.Write, bufferSize: 0))
        {
            foreach (byte[] piece in pieces)
            {
                stream.Write(piece);
                Assert.True(source.Pump());
            }
        }

        write.Dispose();
        Assert.False(source.Pump());
        source.Drain();
        sink.WaitUntilHandled();
        return lines;
    }
}
