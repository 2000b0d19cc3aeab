using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices;

/// <summary>Runs one target over many inputs, on any executor: what the generated <c>MapX</c> and <c>MapXAsync</c> call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TargetMap
{
    /// <summary>Maps and waits for all results, in the order of the inputs.</summary>
    public static TResult[] Map<TInput, TResult>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        CollectAsync(Prepare(executor, inputs, makeCall, options), inputs.TryGetNonEnumeratedCount(out int count) ? count : 0, (options ?? MapOptions.Default).ErrorMode, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Maps a target without results and waits until all calls have ended.</summary>
    public static Task ForEachAsync<TInput>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<NoResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        DrainAsync(MapAsync(executor, inputs, makeCall, options, cancellationToken));

    /// <summary>Maps a target without results and waits until all calls have ended.</summary>
    public static Task ForEachAsync<TInput>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<NoResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        DrainAsync(MapAsync(executor, inputs, makeCall, options, cancellationToken));

    /// <summary>Maps and gives the results as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<TResult> MapAsync<TInput, TResult>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        UnwrapAsync(Prepare(executor, inputs, makeCall, options), (options ?? MapOptions.Default).ErrorMode, cancellationToken);

    /// <summary>Maps and gives the results as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<TResult> MapAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        UnwrapAsync(Prepare(executor, inputs, makeCall, options), (options ?? MapOptions.Default).ErrorMode, cancellationToken);

    /// <summary>Maps and gives what becomes of each input, errors too, as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<MapResult<TResult>> ResultsAsync<TInput, TResult>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        FlattenAsync(Prepare(executor, inputs, makeCall, options), cancellationToken);

    /// <summary>Maps and gives what becomes of each input, errors too, as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<MapResult<TResult>> ResultsAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        FlattenAsync(Prepare(executor, inputs, makeCall, options), cancellationToken);

    private static Func<MapRun<TInput, TResult>> Prepare<TInput, TResult>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Prepare<TInput, TResult>(executor, stop => new MapList<TInput>(inputs, stop), makeCall, options);
    }

    private static Func<MapRun<TInput, TResult>> Prepare<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Prepare<TInput, TResult>(executor, stop => new MapStream<TInput>(inputs, stop), makeCall, options);
    }

    // Each reading of the stream is a map of its own.
    private static Func<MapRun<TInput, TResult>> Prepare<TInput, TResult>(
        ITargetExecutor executor, Func<CancellationToken, MapSource<TInput>> openSource, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(makeCall);
        options ??= MapOptions.Default;
        return () => new MapRun<TInput, TResult>(executor, openSource, makeCall, options);
    }

    private static async IAsyncEnumerable<MapResult<TResult>> FlattenAsync<TInput, TResult>(Func<MapRun<TInput, TResult>> makeRun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ArraySegment<MapResult<TResult>> chunk in makeRun().RunAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (MapResult<TResult> result in chunk)
            {
                yield return result;
            }
        }
    }

    private static async IAsyncEnumerable<TResult> UnwrapAsync<TInput, TResult>(Func<MapRun<TInput, TResult>> makeRun, MapErrorMode mode, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Exception> errors = [];
        await foreach (ArraySegment<MapResult<TResult>> chunk in makeRun().RunAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (MapResult<TResult> result in chunk)
            {
                if (TryUnwrap(result, mode, errors, cancellationToken))
                {
                    yield return result.Value;
                }
            }
        }

        ThrowIfAny(errors);
    }

    private static async Task<TResult[]> CollectAsync<TInput, TResult>(Func<MapRun<TInput, TResult>> makeRun, int expected, MapErrorMode mode, CancellationToken cancellationToken)
    {
        List<TResult> collected = new(expected);
        List<Exception> errors = [];
        await foreach (ArraySegment<MapResult<TResult>> chunk in makeRun().RunAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (MapResult<TResult> result in chunk)
            {
                if (TryUnwrap(result, mode, errors, cancellationToken))
                {
                    collected.Add(result.Value);
                }
            }
        }

        ThrowIfAny(errors);
        return [.. collected];
    }

    /// <summary>Whether there is a value to be given, or an error to be thrown, now; else the error is kept for the end.</summary>
    private static bool TryUnwrap<TResult>(in MapResult<TResult> result, MapErrorMode mode, List<Exception> errors, CancellationToken cancellationToken)
    {
        if (result.IsSuccess || mode == MapErrorMode.StopAtFirst || cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        errors.Add(result.Error!);
        return false;
    }

    private static void ThrowIfAny(List<Exception> errors)
    {
        if (errors.Count > 0)
        {
            throw new AggregateException($"{errors.Count} inputs of the map failed.", errors);
        }
    }

    private static async Task DrainAsync(IAsyncEnumerable<NoResult> results)
    {
        await foreach (NoResult _ in results.ConfigureAwait(false))
        {
        }
    }
}
