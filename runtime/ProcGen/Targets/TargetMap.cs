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
        CollectAsync(MapAsync(executor, inputs, makeCall, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();

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
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return MapAsync(executor, inputs.ToAsyncEnumerable(), makeCall, options, cancellationToken);
    }

    /// <summary>Maps and gives the results as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<TResult> MapAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken) =>
        UnwrapAsync(ResultsAsync(executor, inputs, makeCall, options, cancellationToken), (options ?? MapOptions.Default).ErrorMode, cancellationToken);

    /// <summary>Maps and gives what becomes of each input, errors too, as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<MapResult<TResult>> ResultsAsync<TInput, TResult>(
        ITargetExecutor executor, IEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return ResultsAsync(executor, inputs.ToAsyncEnumerable(), makeCall, options, cancellationToken);
    }

    /// <summary>Maps and gives what becomes of each input, errors too, as a stream; reads no more of the input than the prefetch allows.</summary>
    public static IAsyncEnumerable<MapResult<TResult>> ResultsAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(makeCall);
        options ??= MapOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Prefetch ?? 1, 1, $"{nameof(options)}.{nameof(MapOptions.Prefetch)}");

        // Each reading of the stream is a map of its own.
        return EachTimeAsync(() => new MapRun<TInput, TResult>(executor, inputs, makeCall, options), cancellationToken);
    }

    private static async IAsyncEnumerable<MapResult<TResult>> EachTimeAsync<TInput, TResult>(Func<MapRun<TInput, TResult>> makeRun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MapResult<TResult> result in makeRun().RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static async IAsyncEnumerable<TResult> UnwrapAsync<TResult>(IAsyncEnumerable<MapResult<TResult>> results, MapErrorMode mode, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Exception>? errors = null;
        await foreach (MapResult<TResult> result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (mode == MapErrorMode.StopAtFirst || result.IsSuccess || cancellationToken.IsCancellationRequested)
            {
                yield return result.Value;
            }
            else
            {
                (errors ??= []).Add(result.Error!);
            }
        }

        if (errors is not null)
        {
            throw new AggregateException($"{errors.Count} inputs of the map failed.", errors);
        }
    }

    private static async Task<TResult[]> CollectAsync<TResult>(IAsyncEnumerable<TResult> results, CancellationToken cancellationToken)
    {
        List<TResult> collected = [];
        await foreach (TResult result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            collected.Add(result);
        }

        return [.. collected];
    }

    private static async Task DrainAsync(IAsyncEnumerable<NoResult> results)
    {
        await foreach (NoResult _ in results.ConfigureAwait(false))
        {
        }
    }
}
