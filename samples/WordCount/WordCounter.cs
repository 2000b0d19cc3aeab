using System.Diagnostics;
using ProcGen;

namespace WordCount;

/// <summary>What the workers do.</summary>
internal static partial class WordCounter
{
    /// <summary>Counts a little text, for which the runtime compiles what counts. Gives the worker's process id.</summary>
    [ProcessTarget]
    internal static int Prepare()
    {
        WordScanner scanner = new(new WordTable());
        for (int i = 0; i < 1000; i++)
        {
            scanner.Scan("The quick brown fox jumps over the lazy dog; Füchse tun das auch."u8);
        }

        return ProcessInfo.Current.Id;
    }

    [ProcessTarget]
    internal static Tally Count(Batch batch)
    {
        int attempt = CallInfo.Current?.Attempt ?? 1;
        if (batch.Crashes && attempt == 1)
        {
            Process.GetCurrentProcess().Kill();
        }

        SliceReader reader = new();
        WordTable table = new();
        WordScanner scanner = new(table);
        List<Failure> failures = [];
        foreach (Slice slice in batch.Slices)
        {
            try
            {
                scanner.Scan(reader.Read(slice));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(new Failure(slice.Path, exception.Message));
            }
        }

        return new Tally(table.GetWords(), table.GetCounts(), [.. failures], batch.Length, Retries: attempt - 1);
    }
}
