using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using WordCount;

namespace ProcGen.Programs.Tests;

public sealed partial class WordCountTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("word-count-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_scanner_finds_what_the_expression_finds() =>
        TextOf(Gen.OneOf(Gen.Char['a', 'f'], Gen.Char['A', 'F'], Gen.Char['0', '9'], Gen.Char[" \n.-_<>"], Gen.Char['\u00A0', '\u0250'], Gen.Char['\u0370', '\u05FF'], Gen.Char['\u0660', '\u0670'], Gen.Char['\u3040', '\u30A0'], Gen.Char))
            .Sample(text => Assert.Equal(CountByExpression(text), Count(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void The_scanner_lowers_every_letter_as_the_invariant_culture_does()
    {
        for (int value = 128; value <= 0x10FFFF; value++)
        {
            if (Rune.TryCreate(value, out Rune rune) && Rune.IsLetterOrDigit(rune))
            {
                string text = rune.ToString();
                Assert.Equal([KeyValuePair.Create(text.ToLowerInvariant(), 1L)], Count(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_stand_between_words() =>
        Gen.Byte.Array[0, 60].Where(bytes => !Encoding.UTF8.GetString(bytes).Any(char.IsSurrogate)).Sample(bytes => Assert.Equal(CountByExpression(Encoding.UTF8.GetString(bytes)), Count(bytes)));

    [Fact]
    public void Letters_outside_of_the_basic_plane_are_letters() =>
        Assert.Equal([KeyValuePair.Create("𐐨𝔞", 1L)], Count("\U00010400\U0001D51E \U0001F600"u8));

    [Fact]
    public void Words_longer_than_any_buffer_are_whole() =>
        Assert.Equal([KeyValuePair.Create(new string('x', 300_000), 1L)], Count(Encoding.UTF8.GetBytes(new string('X', 300_000))));

    [Fact]
    public void Slices_share_a_text_without_cutting_a_word()
    {
        string path = Path.Combine(_folder.FullName, "text");
        Gen.Select(TextOf(Gen.OneOf(Gen.Char["ab1 .,\n"], Gen.Char['\u00C0', '\u00FF'], Gen.Char['\u3040', '\u30A0'])), Gen.Int[1, 9]).Sample(
            (text, length) =>
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                File.WriteAllBytes(path, bytes);
                WordTable table = new();
                WordScanner scanner = new(table);
                SliceReader reader = new();
                for (int start = 0; start < bytes.Length; start += length)
                {
                    scanner.Scan(reader.Read(new Slice(path, start, Math.Min(start + length, bytes.Length))));
                }

                Assert.Equal(Count(bytes), ToDictionary(table));
            },
            threads: 1,
            iter: 2000);
    }

    [Fact]
    public void Tables_add_up()
    {
        Gen.Select(TextOf(Gen.Char["abc "]), TextOf(Gen.Char["abc "])).Sample((first, second) =>
        {
            WordTable sum = new();
            foreach (string text in (string[])[first, second])
            {
                WordTable part = new();
                new WordScanner(part).Scan(Encoding.UTF8.GetBytes(text));
                sum.Add(part.GetWords(), part.GetCounts());
            }

            Assert.Equal(Count(Encoding.UTF8.GetBytes($"{first} {second}")), ToDictionary(sum));
        });
    }

    [Fact]
    public void Batches_share_out_every_byte_once()
    {
        TextFiles input = new("", [.. Enumerable.Range(0, 50).Select(number => new TextFile($"{number}", number * number * 10_007L))], []);
        Slice[] slices = [.. Batch.Share(input, workers: 3).SelectMany(batch => batch.Slices)];
        foreach (TextFile file in input.Files)
        {
            long next = 0;
            foreach (Slice slice in slices.Where(slice => slice.Path == file.Path).OrderBy(slice => slice.Start))
            {
                Assert.Equal(next, slice.Start);
                next = slice.End;
            }

            Assert.Equal(file.Length, next);
        }
    }

    [Fact]
    public async Task A_folder_is_counted_whoever_does_it_and_whoever_dies()
    {
        Write("a.txt", "Über über ÜBER, two words");
        Write("below/b.txt", "two; 2 2 2");
        Write("below/c.xml", "<two/>");
        Write("empty", "");
        JsonElement expected = await RunAsync(_folder.FullName, "--workers", "1");
        Assert.Equal(4, expected.GetProperty("files").GetInt32());
        Assert.Equal(44, expected.GetProperty("bytes").GetInt64());
        Assert.Equal(10, expected.GetProperty("words").GetInt64());
        Assert.Equal(4, expected.GetProperty("distinct").GetInt64());
        Assert.Equal("""[{"word":"2","count":3},{"word":"two","count":3},{"word":"über","count":3},{"word":"words","count":1}]""", expected.GetProperty("top").GetRawText());
        Assert.Equal(0, expected.GetProperty("retries").GetInt32());

        JsonElement crashed = await RunAsync(_folder.FullName, "--workers", "3", "--crash");
        Assert.Equal(3, crashed.GetProperty("workers").GetInt32());
        Assert.Equal(1, crashed.GetProperty("retries").GetInt32());
        Assert.Equal(expected.GetProperty("top").GetRawText(), crashed.GetProperty("top").GetRawText());

        JsonElement part = await RunAsync(_folder.FullName, "--pattern", "*.xml", "--top", "1");
        Assert.Equal("""[{"word":"two","count":1}]""", part.GetProperty("top").GetRawText());
    }

    [Fact]
    public async Task A_folder_without_files_has_no_words()
    {
        JsonElement none = await RunAsync(_folder.FullName);
        Assert.Equal(0, none.GetProperty("files").GetInt32());
        Assert.Equal("[]", none.GetProperty("top").GetRawText());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_and_the_others_are_counted()
    {
        Write("good", "word");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "lost"), "/nowhere/at-all");
        ProgramRun run = await ProgramRun.RunAsync("WordCount", _folder.FullName, "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("lost", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Json.GetProperty("files").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("words").GetInt32());
    }

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "many")]
    [InlineData("--top", "-1")]
    [InlineData("--pattern")]
    [InlineData("--nonsense")]
    [InlineData("/nowhere/at-all")]
    [InlineData("/tmp", "/var")]
    public async Task A_wrong_command_line_is_told_and_ends_with_2(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("WordCount", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(arguments[0], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_it_counts_the_documentation_of_the_sdk()
    {
        JsonElement crashed = await RunAsync("--crash");
        JsonElement normal = await RunAsync("--workers", "1");
        Assert.True(normal.GetProperty("bytes").GetInt64() > 5_000_000);
        Assert.Equal(20, normal.GetProperty("top").GetArrayLength());
        Assert.Equal(1, crashed.GetProperty("retries").GetInt32());
        foreach (string name in (string[])["files", "bytes", "words", "distinct", "top"])
        {
            Assert.Equal(normal.GetProperty(name).GetRawText(), crashed.GetProperty(name).GetRawText());
        }
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word { get; }

    // Surrogates are no letters to the expression; the letters that they stand for have a test of their own.
    private static Gen<string> TextOf(Gen<char> characters) => characters.Where(character => !char.IsSurrogate(character)).Array[0, 80].Select(array => new string(array));

    private static SortedDictionary<string, long> CountByExpression(string text)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (Match match in Word.Matches(text))
        {
            string word = match.Value.ToLowerInvariant();
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts;
    }

    private static SortedDictionary<string, long> Count(ReadOnlySpan<byte> text)
    {
        WordTable table = new();
        new WordScanner(table).Scan(text);
        return ToDictionary(table);
    }

    private static SortedDictionary<string, long> ToDictionary(WordTable table) =>
        new(table.GetTop(int.MaxValue).ToDictionary(), StringComparer.Ordinal);

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("WordCount", [.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json;
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
