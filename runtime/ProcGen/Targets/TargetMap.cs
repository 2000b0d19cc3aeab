using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

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
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(makeCall);
        options ??= new MapOptions();
        int prefetch = options.Prefetch ?? 2 * executor.Parallelism;
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1, $"{nameof(options)}.{nameof(MapOptions.Prefetch)}");
        return options.Ordered
            ? OrderedAsync(executor, inputs, makeCall, prefetch, cancellationToken)
            : AsCompletedAsync(executor, inputs, makeCall, prefetch, cancellationToken);
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

    private static async IAsyncEnumerable<TResult> OrderedAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<TResult>> underWay = new(prefetch);
        IAsyncEnumerator<TInput> input = inputs.GetAsyncEnumerator(stop.Token);
        await using (input.ConfigureAwait(false))
        {
            try
            {
                // The next input is asked for while the oldest call runs, so that neither a slow source nor a slow call holds up the other.
                Task<bool>? next = input.MoveNextAsync().AsTask();
                while (next is not null || underWay.Count > 0)
                {
                    bool full = underWay.Count == prefetch;
                    if (next is not null && !full && (underWay.Count == 0 || next == await Task.WhenAny(next, underWay.Peek()).ConfigureAwait(false)))
                    {
                        if (await next.ConfigureAwait(false))
                        {
                            underWay.Enqueue(executor.InvokeAsync(makeCall(input.Current), stop.Token));
                            next = input.MoveNextAsync().AsTask();
                        }
                        else
                        {
                            next = null;
                        }
                    }
                    else
                    {
                        yield return await underWay.Dequeue().ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                await EndAsync(stop, underWay).ConfigureAwait(false);
            }
        }
    }

    private static async IAsyncEnumerable<TResult> AsCompletedAsync<TInput, TResult>(
        ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HashSet<Task<TResult>> underWay = new(prefetch);
        Channel<Task<TResult>> ended = Channel.CreateUnbounded<Task<TResult>>(new UnboundedChannelOptions { SingleReader = true });
        IAsyncEnumerator<TInput> input = inputs.GetAsyncEnumerator(stop.Token);
        await using (input.ConfigureAwait(false))
        {
            try
            {
                Task<bool>? next = input.MoveNextAsync().AsTask();
                Task<bool> anyEnded = ended.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
                while (next is not null || underWay.Count > 0)
                {
                    bool full = underWay.Count == prefetch;
                    if (next is not null && !full && (underWay.Count == 0 || next == await Task.WhenAny(next, anyEnded).ConfigureAwait(false)))
                    {
                        if (!await next.ConfigureAwait(false))
                        {
                            next = null;
                            continue;
                        }

                        Task<TResult> call = executor.InvokeAsync(makeCall(input.Current), stop.Token);
                        underWay.Add(call);
                        _ = call.ContinueWith(done => ended.Writer.TryWrite(done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                        next = input.MoveNextAsync().AsTask();
                    }
                    else
                    {
                        await anyEnded.ConfigureAwait(false);
                        while (ended.Reader.TryRead(out Task<TResult>? call))
                        {
                            underWay.Remove(call);
                            yield return await call.ConfigureAwait(false);
                        }

                        anyEnded = ended.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
                    }
                }
            }
            finally
            {
                await EndAsync(stop, underWay).ConfigureAwait(false);
            }
        }
    }

    // Whoever leaves early leaves nothing running: the rest is cancelled and awaited, and what becomes of it is nobody's error any more.
    private static async Task EndAsync<TResult>(CancellationTokenSource stop, IReadOnlyCollection<Task<TResult>> underWay)
    {
        if (underWay.Count == 0)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(underWay).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
    }
}
