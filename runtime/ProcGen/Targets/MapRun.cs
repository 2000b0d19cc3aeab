using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ProcGen.CompilerServices;

// One map: takes inputs, makes chunks of them, keeps a bounded number of chunks under way, and gives what becomes of the inputs.
//
// The reader of the results drives it all: there is no thread and no task of its own, so that a reader that does not read holds up the rest.
// The next input is asked for while the oldest chunk runs, so that neither a slow source nor a slow call holds up the other; what has been
// collected goes off when the source makes it wait.
internal sealed class MapRun<TInput, TResult>(ITargetExecutor executor, IAsyncEnumerable<TInput> inputs, Func<TInput, TargetCall<TResult>> makeCall, MapOptions options)
{
    private readonly bool _mayBatch = executor is IBatchExecutor { MayBatch: true } && options.ChunkSize != 1;
    private readonly ChunkSizer _sizer = new(
        options.ChunkSize, executor is IBatchExecutor { MayBatch: true } ? options.Prefetch is { } prefetch ? Math.Max(1, prefetch / executor.Parallelism) : int.MaxValue : 1);

    // Inputs that are under way or finished but not yet read, and the chunks that they are in.
    private readonly Queue<Task<MapResult<TResult>[]>> _inOrder = new();
    private readonly Channel<Task<MapResult<TResult>[]>> _ended = Channel.CreateUnbounded<Task<MapResult<TResult>[]>>();
    private readonly HashSet<Task<MapResult<TResult>[]>> _underWay = [];
    private int _pendingInputs;
    private int _nextIndex;

    /// <summary>Gives what becomes of each input, in order or as it comes. Errors of the source itself are thrown.</summary>
    public async IAsyncEnumerable<MapResult<TResult>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<TargetCall<TResult>> chunk = [];
        IAsyncEnumerator<TInput> input = inputs.GetAsyncEnumerator(stop.Token);
        await using (input.ConfigureAwait(false))
        {
            try
            {
                Task<bool>? next = input.MoveNextAsync().AsTask();
                while (next is not null || _underWay.Count > 0 || chunk.Count > 0)
                {
                    while (next is { IsCompleted: true } && chunk.Count < _sizer.Size && !IsFull(chunk.Count))
                    {
                        if (await next.ConfigureAwait(false))
                        {
                            chunk.Add(makeCall(input.Current));
                            next = input.MoveNextAsync().AsTask();
                        }
                        else
                        {
                            next = null;
                        }
                    }

                    if (chunk.Count > 0)
                    {
                        Begin(chunk, stop.Token);
                        chunk = [];
                        continue;
                    }

                    if (next is not null && !IsFull(0) && (_underWay.Count == 0 || next == await Task.WhenAny(next, FirstEnded()).ConfigureAwait(false)))
                    {
                        await next.ConfigureAwait(false);
                        continue;
                    }

                    if (_underWay.Count > 0)
                    {
                        foreach (MapResult<TResult> result in await TakeEndedAsync().ConfigureAwait(false))
                        {
                            yield return result;
                            _pendingInputs--;
                        }
                    }
                }
            }
            finally
            {
                await EndAsync(stop).ConfigureAwait(false);
            }
        }
    }

    private bool IsFull(int collected) => options.Prefetch is { } prefetch ? _pendingInputs + collected >= prefetch : _underWay.Count >= 2 * executor.Parallelism;

    private void Begin(List<TargetCall<TResult>> chunk, CancellationToken cancellationToken)
    {
        Task<MapResult<TResult>[]> task = _mayBatch ? RunChunkAsync(chunk, _nextIndex, cancellationToken) : RunOneAsync(chunk[0], _nextIndex, cancellationToken);
        _nextIndex += chunk.Count;
        _pendingInputs += chunk.Count;
        _underWay.Add(task);
        if (options.Ordered)
        {
            _inOrder.Enqueue(task);
        }
        else
        {
            task.ContinueWith(ended => _ended.Writer.TryWrite(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private Task FirstEnded() => options.Ordered ? _inOrder.Peek() : _ended.Reader.WaitToReadAsync(CancellationToken.None).AsTask();

    private async ValueTask<MapResult<TResult>[]> TakeEndedAsync()
    {
        Task<MapResult<TResult>[]>? ended;
        if (options.Ordered)
        {
            ended = _inOrder.Dequeue();
        }
        else
        {
            // Waiting for the item itself would have the channel hold it until the next wait.
            while (!_ended.Reader.TryRead(out ended))
            {
                await _ended.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        _underWay.Remove(ended);
        return await ended.ConfigureAwait(false);
    }

    private async Task<MapResult<TResult>[]> RunOneAsync(TargetCall<TResult> call, int index, CancellationToken cancellationToken)
    {
        try
        {
            return [new MapResult<TResult>(index, await executor.InvokeAsync(call, cancellationToken).ConfigureAwait(false))];
        }
        catch (Exception exception)
        {
            return [new MapResult<TResult>(index, exception)];
        }
    }

    private async Task<MapResult<TResult>[]> RunChunkAsync(List<TargetCall<TResult>> chunk, int first, CancellationToken cancellationToken)
    {
        MapResult<TResult>[] results = new MapResult<TResult>[chunk.Count];
        int done = 0;
        while (done < chunk.Count)
        {
            BatchCall<TResult> batch = new(done == 0 ? chunk : chunk[done..]);
            Exception? failure = null;
            try
            {
                TimeSpan worked = await executor.InvokeAsync(batch, cancellationToken).ConfigureAwait(false);
                lock (_sizer)
                {
                    _sizer.Learn(chunk.Count - done, worked);
                }
            }
            catch (WorkerLostException exception)
            {
                batch.TakeRemains();
                failure = exception;
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (failure is not null && !batch.IsWritten)
            {
                // One of them does not cross, or they are too large together: each for itself. None has been sent.
                for (; done < chunk.Count; done++)
                {
                    results[done] = (await RunOneAsync(chunk[done], first + done, cancellationToken).ConfigureAwait(false))[0];
                }

                return results;
            }

            foreach ((TResult? value, Exception? error) in batch.Outcomes)
            {
                results[done] = error is null ? new MapResult<TResult>(first + done, value!) : new MapResult<TResult>(first + done, error);
                done++;
            }

            if (failure is not null && done < chunk.Count)
            {
                // A worker that died had begun one of them, and the others have not been run. Any other failure is that of all.
                int last = failure is WorkerLostException ? done + 1 : chunk.Count;
                for (; done < last; done++)
                {
                    results[done] = new MapResult<TResult>(first + done, failure);
                }
            }
        }

        return results;
    }

    // Whoever leaves early leaves nothing running: the rest is cancelled and awaited, and what becomes of it is nobody's error any more.
    private async Task EndAsync(CancellationTokenSource stop)
    {
        if (_underWay.Count > 0)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_underWay).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
