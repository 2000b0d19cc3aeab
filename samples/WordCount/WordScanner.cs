using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace WordCount;

/// <summary>Finds the words of UTF-8 text, which are runs of letters and decimal digits, and counts them in invariant lower case.</summary>
internal sealed class WordScanner(WordTable table)
{
    // What an ASCII character becomes in a word, Separator where it is in none, and Other for the bytes of all other characters.
    private const byte Separator = 0;
    private const byte Other = 0xFF;
    private static readonly byte[] Folded = MakeFolded();

    private char[] _word = new char[256];

    /// <summary>Whether a byte stands between words, wherever in a text it is found: in UTF-8 every byte below 128 is a character of its own.</summary>
    public static bool IsSeparator(byte value) => Folded[value] == Separator;

    /// <summary>Counts the words of a text. A word does not go on from one text to the next.</summary>
    // Workers live for a second or two: too short to wait until the runtime finds that this is worth compiling well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(ReadOnlySpan<byte> text)
    {
        char[] word = _word;
        byte[] fold = Folded;
        int length = 0;
        int position = 0;
        while (position < text.Length)
        {
            if (length + 2 > word.Length)
            {
                Array.Resize(ref word, word.Length * 2);
                _word = word;
            }

            byte folded = fold[text[position]];
            if (folded is not (Separator or Other))
            {
                word[length++] = (char)folded;
                position++;
                continue;
            }

            if (folded == Other)
            {
                // Bytes that are no UTF-8 decode to U+FFFD, which is no letter.
                bool isValid = Rune.DecodeFromUtf8(text[position..], out Rune rune, out int consumed) == OperationStatus.Done;
                position += consumed;
                if (isValid && Rune.IsLetterOrDigit(rune))
                {
                    length += Rune.ToLowerInvariant(rune).EncodeToUtf16(word.AsSpan(length));
                    continue;
                }
            }
            else
            {
                position++;
            }

            if (length > 0)
            {
                table.Add(word.AsSpan(0, length), 1);
                length = 0;
            }
        }

        if (length > 0)
        {
            table.Add(word.AsSpan(0, length), 1);
        }
    }

    private static byte[] MakeFolded()
    {
        byte[] folded = new byte[256];
        folded.AsSpan(128).Fill(Other);
        for (int value = 0; value < 128; value++)
        {
            folded[value] = char.IsAsciiLetterOrDigit((char)value) ? (byte)char.ToLowerInvariant((char)value) : Separator;
        }

        return folded;
    }
}
