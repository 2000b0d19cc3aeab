using Microsoft.Win32.SafeHandles;

namespace WordCount;

/// <summary>Reads slices of files so that no word is cut: both ends of a slice move to the next place that is certainly between words.</summary>
internal sealed class SliceReader
{
    private const int Step = 64 << 10;

    private byte[] _buffer = [];

    /// <summary>Reads a slice. The bytes are good until the next call.</summary>
    public ReadOnlySpan<byte> Read(Slice slice)
    {
        using SafeFileHandle file = File.OpenHandle(slice.Path, options: FileOptions.SequentialScan);

        // The byte before the slice says whether a word began there. The slice before reads that word to its end.
        long from = Math.Max(0, slice.Start - 1);
        int end = Read(file, from, 0, (int)(slice.End - from));
        if (end == 0)
        {
            // The file has become shorter since it was found.
            return [];
        }

        int start = 0;
        if (slice.Start > 0)
        {
            start = IndexOfSeparator(0, end) + 1;
            if (start == 0 || start == end)
            {
                // No word begins in it.
                return [];
            }
        }

        // On to the end of the last word.
        int separator = IndexOfSeparator(end - 1, end);
        while (separator < 0 && Read(file, from + end, end, Step) is > 0 and int count)
        {
            separator = IndexOfSeparator(end, end + count);
            end += count;
        }

        return _buffer.AsSpan(start..(separator < 0 ? end : separator));
    }

    private int IndexOfSeparator(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (WordScanner.IsSeparator(_buffer[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Fills a part of the buffer from a place in the file; less than was asked for at the end of the file only.</summary>
    private int Read(SafeFileHandle file, long from, int at, int count)
    {
        if (_buffer.Length < at + count)
        {
            Array.Resize(ref _buffer, Math.Max(at + count, Math.Min(2 * _buffer.Length, Array.MaxLength)));
        }

        int total = 0;
        while (total < count && RandomAccess.Read(file, _buffer.AsSpan(at + total, count - total), from + total) is > 0 and int read)
        {
            total += read;
        }

        return total;
    }
}
