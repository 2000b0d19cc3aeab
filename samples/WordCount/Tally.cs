namespace WordCount;

/// <summary>What one call counted, in the form that crosses: two flat blocks instead of an object for each word.</summary>
/// <param name="Words">The different words, each followed by a space.</param>
/// <param name="Counts">How often each of them was there.</param>
/// <param name="Failures">The files that could not be read.</param>
/// <param name="Length">How much of the input was dealt with, in bytes.</param>
/// <param name="Retries">How often the call was lost before.</param>
internal sealed record Tally(string Words, long[] Counts, Failure[] Failures, long Length, int Retries);

/// <summary>A file or a folder that could not be read, and why.</summary>
internal sealed record Failure(string Path, string Reason);
