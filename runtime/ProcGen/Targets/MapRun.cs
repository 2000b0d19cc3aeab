using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ProcGen.CompilerServices;

// One map: takes inputs, makes chunks of them, keeps a bounded number of chunks under way, and gives what becomes of the inputs.
//
// The reader of the results drives it all: there is no thread and no task of its own, so that a reader that does not read holds up the rest.
// The next input is asked for while the oldest chunk runs, so that neither a slow source nor a slow call holds up the other; what has been
// collected goes off when the source makes it wait.
internal sealed class MapRun<TInput, TResult>(ITargetExecutor executor, Func<CancellationToken, MapSource<TInput>> openSource, Func<TInput, TargetCall<TResult>> makeCall, MapOptions options)
{
    private readonly bool _mayBatch = executor is IBatchExecutor { MayBatch: true } && options.ChunkSize != 1;
    private readonly ChunkSizer _sizer = new(
        options.ChunkSize, executor is IBatchExecutor { MayBatch: true } ? options.Prefetch is { } prefetch ? Math.Max(1, prefetch / executor.Parallelism) : int.MaxValue : 1);

    // Inputs that are under way or finished but not yet read, and the chunks that they are in.
    private readonly Queue<Task<ArraySegment<MapResult<TResult>>>> _inOrder = new();
    private readonly Channel<Task<ArraySegment<MapResult<TResult>>>> _ended = Channel.CreateUnbounded<Task<ArraySegment<MapResult<TResult>>>>();
    private readonly HashSet<Task<ArraySegment<MapResult<TResult>>>> _underWay = [];
    private readonly int _mostUnderWay = 2 * executor.Parallelism;

    // What chunks that have been read were in.
    private readonly Stack<MapResult<TResult>[]> _spare = new();
    private int _pendingInputs;
    private int _nextIndex;

    /// <summary>
    /// Gives what becomes of each input, in order or as it comes, a chunk at a time, which is valid until the next is asked for. Errors of the
    /// source itself are thrown.
    /// </summary>
    public async IAsyncEnumerable<ArraySegment<MapResult<TResult>>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<TInput> chunk = [];
        MapSource<TInput> input = openSource(stop.Token);
        await using (input.ConfigureAwait(false))
        {
            Task<bool>? next = null;
            try
            {
                next = input.MoveNext();
                while (next is not null || _underWay.Count > 0 || chunk.Count > 0)
                {
                    int room = Math.Min(_sizer.Size, CountRoom());
                    while (next is { IsCompleted: true } && chunk.Count < room)
                    {
                        if (await next.ConfigureAwait(false))
                        {
                            chunk.Add(input.Current);
                            input.Take(chunk, room);
                            next = input.MoveNext();
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

                    if (next is not null && CountRoom() > 0 && (_underWay.Count == 0 || next == await Task.WhenAny(next, FirstEnded()).ConfigureAwait(false)))
                    {
                        await next.ConfigureAwait(false);
                        continue;
                    }

                    if (_underWay.Count > 0)
                    {
                        ArraySegment<MapResult<TResult>> results = await TakeEndedAsync().ConfigureAwait(false);
                        yield return results;
                        _pendingInputs -= results.Count;
                        if (RuntimeHelpers.IsReferenceOrContainsReferences<TResult>())
                        {
                            results.AsSpan().Clear();
                        }

                        _spare.Push(results.Array!);
                    }
                }
            }
            finally
            {
                await EndAsync(stop, next).ConfigureAwait(false);
            }
        }
    }

    private int CountRoom() => options.Prefetch is { } prefetch ? prefetch - _pendingInputs : _underWay.Count >= _mostUnderWay ? 0 : int.MaxValue;

    private ArraySegment<MapResult<TResult>> MakeResults(int count)
    {
        MapResult<TResult>[] results = _spare.TryPop(out MapResult<TResult>[]? spare) && spare.Length >= count ? spare : new MapResult<TResult>[count];
        return new ArraySegment<MapResult<TResult>>(results, 0, count);
    }

    private void Begin(List<TInput> chunk, CancellationToken cancellationToken)
    {
        Task<ArraySegment<MapResult<TResult>>> task = _mayBatch ? RunChunkAsync(chunk, MakeResults(chunk.Count), _nextIndex, cancellationToken) : RunOneAsync(chunk[0], _nextIndex, cancellationToken);
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

    private async ValueTask<ArraySegment<MapResult<TResult>>> TakeEndedAsync()
    {
        Task<ArraySegment<MapResult<TResult>>>? ended;
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

    private async Task<ArraySegment<MapResult<TResult>>> RunOneAsync(TInput input, int index, CancellationToken cancellationToken)
    {
        try
        {
            return new([new MapResult<TResult>(index, await executor.InvokeAsync(makeCall(input), cancellationToken).ConfigureAwait(false))]);
        }
        catch (Exception exception)
        {
            return new([new MapResult<TResult>(index, exception)]);
        }
    }

    private async Task<ArraySegment<MapResult<TResult>>> RunChunkAsync(List<TInput> chunk, ArraySegment<MapResult<TResult>> results, int first, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < chunk.Count)
        {
            BatchCall<TInput, TResult> batch = new(done == 0 ? chunk : chunk[done..], makeCall, results[done..], first + done);
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

            done += batch.Ended;
            if (failure is not null)
            {
                // Whatever still comes of it goes where nobody looks: what is read is used again.
                results = results.ToArray();
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
    private async Task EndAsync(CancellationTokenSource stop, Task<bool>? next)
    {
        if (_underWay.Count > 0 || next is { IsCompleted: false })
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_underWay).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
