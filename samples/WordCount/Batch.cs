namespace WordCount;

/// <summary>A part of a file: the words that begin behind the first separator at or after <see cref="Start"/> - 1, up to the same place of <see cref="End"/>.</summary>
internal sealed record Slice(string Path, long Start, long End)
{
    // Large enough that a read costs nothing beside the count, small enough that a single large file keeps all workers busy.
    private const long MaxLength = 4 << 20;

    public long Length => End - Start;

    public static IEnumerable<Slice> Cut(TextFile file)
    {
        for (long start = 0; start < file.Length; start += MaxLength)
        {
            yield return new Slice(file.Path, start, Math.Min(start + MaxLength, file.Length));
        }
    }
}

/// <summary>What one call counts.</summary>
/// <param name="Slices">The parts of files.</param>
/// <param name="Crashes">Whether its worker is killed the first time, to show that a lost call is tried again.</param>
internal sealed record Batch(Slice[] Slices, bool Crashes = false)
{
    private const long MinLength = 512 << 10;
    private const long MaxLength = 64 << 20;

    public long Length => Slices.Sum(slice => slice.Length);

    /// <summary>
    /// Shares out the input. Batches are large at first, so that few results have to be merged, and small in the end, so that all workers
    /// finish at the same time (guided self-scheduling).
    /// </summary>
    public static IEnumerable<Batch> Share(TextFiles input, int workers)
    {
        long rest = input.Length;
        long length = 0;
        List<Slice> slices = [];
        foreach (Slice slice in input.Files.OrderByDescending(file => file.Length).SelectMany(Slice.Cut))
        {
            slices.Add(slice);
            length += slice.Length;
            if (length >= Math.Clamp(rest / (2 * workers), MinLength, MaxLength))
            {
                yield return new Batch([.. slices]);
                rest -= length;
                length = 0;
                slices.Clear();
            }
        }

        if (slices.Count > 0)
        {
            yield return new Batch([.. slices]);
        }
    }
}
