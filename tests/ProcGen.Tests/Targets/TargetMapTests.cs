using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Serialization;

namespace ProcGen.Tests.Targets;

public class TargetMapTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ordered_results_come_in_the_order_of_the_inputs()
    {
        Executor executor = new();
        IAsyncEnumerator<int> results = Map(executor, Enumerable.Range(0, 4), new MapOptions { Prefetch = 4 }).GetAsyncEnumerator();
        Task<bool> first = results.MoveNextAsync().AsTask();
        await executor.Made(4);
        executor.Complete(3, 2, 1);
        Assert.False(first.IsCompleted);
        executor.Complete(0);
        Assert.True(await first);
        Assert.Equal(0, results.Current);
        List<int> rest = await Rest(results);
        Assert.Equal([1, 2, 3], rest);
    }

    [Fact]
    public async Task Unordered_results_come_as_they_are_completed()
    {
        Executor executor = new();
        IAsyncEnumerator<int> results = Map(executor, Enumerable.Range(0, 3), new MapOptions { Ordered = false, Prefetch = 3 }).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await executor.Made(3);
        foreach (int one in (int[])[2, 0, 1])
        {
            executor.Complete(one);
            Assert.True(await next.WaitAsync(Deadline));
            Assert.Equal(one, results.Current);
            next = results.MoveNextAsync().AsTask();
        }

        Assert.False(await next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_is_taken_from_the_input_than_the_prefetch_allows(bool ordered)
    {
        Executor executor = new();
        int taken = 0;
        IAsyncEnumerator<int> results = Map(executor, Counted(1000), new MapOptions { Ordered = ordered, Prefetch = 5 }).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        for (int read = 0; read < 20; read++)
        {
            await executor.Made(read + 5);
            Assert.InRange(Volatile.Read(ref taken), read + 5, read + 6);
            executor.Complete(read);
            Assert.True(await next);
            Assert.InRange(executor.UnderWay, 0, 5);
            next = results.MoveNextAsync().AsTask();
        }

        await executor.Made(25);
        executor.Complete([.. Enumerable.Range(20, 5)]);
        await next;
        await results.DisposeAsync();
        Assert.InRange(taken, 25, 30);

        IEnumerable<int> Counted(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Interlocked.Increment(ref taken);
                yield return i;
            }
        }
    }

    [Fact]
    public async Task An_error_comes_at_its_place_and_cancels_the_rest()
    {
        Executor executor = new();
        IAsyncEnumerator<int> results = Map(executor, Enumerable.Range(0, 100), new MapOptions { Prefetch = 4 }).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await executor.Made(4);
        executor.Fail(1, new InvalidDataException("one"));
        executor.Complete(2, 0);
        Assert.True(await next);
        Assert.Equal(0, results.Current);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => results.MoveNextAsync().AsTask().WaitAsync(Deadline));
        Assert.Equal("one", thrown.Message);
        Assert.Equal(0, executor.UnderWay);
        Assert.InRange(executor.Cancelled, 1, 3);
        Assert.InRange(executor.Count, 4, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_early_leaves_nothing_running(bool ordered)
    {
        Executor executor = new();
        Task leaving = Leave();
        await executor.Made(4);
        executor.Complete(0);
        await leaving.WaitAsync(Deadline);
        Assert.Equal(0, executor.UnderWay);
        Assert.InRange(executor.Cancelled, 3, 4);

        async Task Leave()
        {
            await foreach (int _ in Map(executor, Enumerable.Range(0, 100), new MapOptions { Ordered = ordered, Prefetch = 4 }))
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_source_does_not_hold_back_results(bool ordered)
    {
        Executor executor = new();
        TaskCompletionSource more = new();
        IAsyncEnumerator<int> results = TargetMap.MapAsync(executor, Slow(), static i => new Call(i), new MapOptions { Ordered = ordered, Prefetch = 4 }, default).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await executor.Made(1);
        executor.Complete(0);
        Assert.True(await next.WaitAsync(Deadline));
        Assert.Equal(0, results.Current);
        next = results.MoveNextAsync().AsTask();
        more.SetResult();
        await executor.Made(2);
        executor.Complete(1);
        Assert.True(await next.WaitAsync(Deadline));
        Assert.Empty(await Rest(results));

        async IAsyncEnumerable<int> Slow()
        {
            yield return 0;
            await more.Task;
            yield return 1;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Empty_inputs_complete_at_once(bool ordered)
    {
        Assert.Empty(await Rest(Map(new Executor(), [], new MapOptions { Ordered = ordered }).GetAsyncEnumerator()));
        Assert.Empty(TargetMap.Map(new Executor(), Array.Empty<int>(), static i => new Call(i), new MapOptions { Ordered = ordered, Prefetch = 1 }, default));
    }

    [Fact]
    public async Task An_error_of_the_source_is_the_callers_own()
    {
        Executor executor = new();
        IAsyncEnumerator<int> results = Map(executor, Broken(), null).GetAsyncEnumerator();
        await Assert.ThrowsAsync<FormatException>(() => results.MoveNextAsync().AsTask().WaitAsync(Deadline));
        Assert.Equal(0, executor.UnderWay);

        static IEnumerable<int> Broken()
        {
            yield return 0;
            throw new FormatException();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_ends_the_wait(bool ordered)
    {
        Executor executor = new();
        using CancellationTokenSource source = new();
        IAsyncEnumerator<int> results = TargetMap.MapAsync(executor, Enumerable.Range(0, 100), static i => new Call(i), new MapOptions { Ordered = ordered, Prefetch = 2 }, source.Token).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await executor.Made(2);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Deadline));
        Assert.Equal(0, executor.UnderWay);
    }

    [Fact]
    public void Arguments_are_checked_when_the_map_is_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Map(new Executor(), [1], new MapOptions { Prefetch = 0 }); });
        Assert.Throws<ArgumentNullException>(() => { _ = Map(null!, [1], null); });
        Assert.Throws<ArgumentNullException>(() => { _ = Map(new Executor(), null!, null); });
    }

    private static IAsyncEnumerable<int> Map(Executor executor, IEnumerable<int> inputs, MapOptions? options) =>
        TargetMap.MapAsync(executor, inputs, static i => new Call(i), options, CancellationToken.None);

    private static async Task<List<int>> Rest(IAsyncEnumerator<int> results)
    {
        List<int> rest = [];
        while (await results.MoveNextAsync().AsTask().WaitAsync(Deadline))
        {
            rest.Add(results.Current);
        }

        return rest;
    }

    private sealed class Call(int input) : TargetCall<int>
    {
        public int Input => input;

        public override TargetDescriptor Target => throw new NotSupportedException();

        public override void WriteArguments(ref WireWriter writer) => throw new NotSupportedException();

        public override ValueTask<int> InvokeAsync(CallContext context) => throw new NotSupportedException();

        public override void WriteResult(ref WireWriter writer, int result) => throw new NotSupportedException();

        public override int ReadResult(ref WireReader reader) => throw new NotSupportedException();
    }

    /// <summary>An executor whose calls end when the test says so.</summary>
    private sealed class Executor : ITargetExecutor
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _calls = new();
        private int _cancelled;

        public int Parallelism => 2;

        public int Count => _calls.Count;

        public int Cancelled => Volatile.Read(ref _cancelled);

        public int UnderWay => _calls.Values.Count(static call => !call.Task.IsCompleted);

        public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken)
        {
            TaskCompletionSource<int> ends = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(_calls.TryAdd(((Call)(object)call).Input, ends));
            cancellationToken.Register(() =>
            {
                if (ends.TrySetCanceled(cancellationToken))
                {
                    Interlocked.Increment(ref _cancelled);
                }
            });
            return (Task<TResult>)(object)ends.Task;
        }

        public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task Made(int count)
        {
            using CancellationTokenSource deadline = new(Deadline);
            while (_calls.Count < count)
            {
                await Task.Delay(1, deadline.Token);
            }
        }

        public void Complete(params int[] inputs) => Array.ForEach(inputs, input => _calls[input].SetResult(input));

        public void Fail(int input, Exception exception) => _calls[input].SetException(exception);
    }
}
