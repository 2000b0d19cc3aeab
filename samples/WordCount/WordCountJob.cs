using System.Diagnostics;
using ProcGen;

namespace WordCount;

/// <summary>What a run found, and how long it took from the first call to the last result and, before that, until the workers were ready.</summary>
internal sealed record WordCountResult(WordTable Table, IReadOnlyList<Failure> Failures, int Workers, int Retries, TimeSpan Start, TimeSpan Elapsed);

/// <summary>The job: shares out the input, has it counted, and adds up.</summary>
internal static class WordCountJob
{
    /// <summary>Counts the words of files with a pool of its own.</summary>
    /// <param name="input">The files.</param>
    /// <param name="workers">How many processes.</param>
    /// <param name="crash">Whether one of the calls kills its worker.</param>
    /// <param name="progress">Is told how many bytes each call has dealt with.</param>
    public static async Task<WordCountResult> RunAsync(TextFiles input, int workers, bool crash = false, Action<long>? progress = null)
    {
        WordTable table = new();
        List<Failure> failures = [.. input.Failures];
        int retries = 0;
        IEnumerable<Batch> batches = Batch.Share(input, workers);
        if (crash)
        {
            batches = batches.Select((batch, index) => batch with { Crashes = index == 0 });
        }

        long begin = Stopwatch.GetTimestamp();
        await using ProcessPool pool = new(workers);
        await PrepareAsync(pool);
        TimeSpan start = Stopwatch.GetElapsedTime(begin);

        // A call may be begun again when its worker dies: counting twice gives the same counts, and only one of them comes back.
        ITargetExecutor patient = pool.With(new CallOptions { MaxAttempts = 3 });
        await foreach (Tally tally in patient.WordCounter.MapCountAsync(batches, new MapOptions { Ordered = false }))
        {
            table.Add(tally.Words, tally.Counts);
            failures.AddRange(tally.Failures);
            retries += tally.Retries;
            progress?.Invoke(tally.Length);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin) - start;
        return new WordCountResult(table, [.. failures.DistinctBy(failure => failure.Path)], workers, retries, start, elapsed);
    }

    /// <summary>Waits until every worker has run something.</summary>
    private static async Task PrepareAsync(ProcessPool pool)
    {
        HashSet<int> ready = [];
        while (ready.Count < pool.Workers)
        {
            ready.UnionWith(await Task.WhenAll(Enumerable.Range(0, pool.Workers).Select(_ => pool.WordCounter.PrepareAsync())));
        }
    }
}
