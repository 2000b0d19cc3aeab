namespace ProcGen.CompilerServices;

/// <summary>Where a map takes its inputs from, one at a time.</summary>
internal abstract class MapSource<TInput> : IAsyncDisposable
{
    /// <summary>The input that was fetched last.</summary>
    public abstract TInput Current { get; }

    /// <summary>Fetches the next input: false at the end. Errors of the source are the task's.</summary>
    public abstract Task<bool> MoveNext();

    /// <summary>Takes more of the inputs, as far as they are at hand, until there are so many. The last one is not <see cref="Current"/>.</summary>
    public virtual void Take(List<TInput> inputs, int most)
    {
    }

    public abstract ValueTask DisposeAsync();
}

/// <summary>A source that has its inputs at hand. What it gives needs no task of its own.</summary>
internal sealed class MapList<TInput>(IEnumerable<TInput> inputs, CancellationToken cancellationToken) : MapSource<TInput>
{
    private static readonly Task<bool> Next = Task.FromResult(true);
    private static readonly Task<bool> End = Task.FromResult(false);

    private IEnumerator<TInput>? _inputs;

    // The end, or an error, that was met while more was taken.
    private Task<bool>? _last;

    public override TInput Current => _inputs!.Current;

    public override Task<bool> MoveNext()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        if (_last is not null)
        {
            return _last;
        }

        try
        {
            return (_inputs ??= inputs.GetEnumerator()).MoveNext() ? Next : End;
        }
        catch (Exception exception)
        {
            return Task.FromException<bool>(exception);
        }
    }

    public override void Take(List<TInput> inputs, int most)
    {
        IEnumerator<TInput> source = _inputs!;
        try
        {
            while (inputs.Count < most && !cancellationToken.IsCancellationRequested)
            {
                if (!source.MoveNext())
                {
                    _last = End;
                    return;
                }

                inputs.Add(source.Current);
            }
        }
        catch (Exception exception)
        {
            _last = Task.FromException<bool>(exception);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _inputs?.Dispose();
        return default;
    }
}

/// <summary>A source whose inputs come when they come.</summary>
internal sealed class MapStream<TInput>(IAsyncEnumerable<TInput> inputs, CancellationToken cancellationToken) : MapSource<TInput>
{
    // For a source that has been told to stop. One that does not heed its token must not hold up the map's results and errors.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly IAsyncEnumerator<TInput> _inputs = inputs.GetAsyncEnumerator(cancellationToken);
    private Task<bool>? _next;

    public override TInput Current => _inputs.Current;

    public override Task<bool> MoveNext() => _next = _inputs.MoveNextAsync().AsTask();

    // The map reads ahead: it may end while the source is on its way to the next input, and then the source cannot be disposed yet.
    public override async ValueTask DisposeAsync()
    {
        if (_next is not { IsCompleted: false } next)
        {
            await _inputs.DisposeAsync().ConfigureAwait(false);
            return;
        }

        Task end = DisposeAfterAsync(next);
        if (await Task.WhenAny(end, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false) == end)
        {
            await end.ConfigureAwait(false);
        }
    }

    private async Task DisposeAfterAsync(Task<bool> next)
    {
        await Task.WhenAny(next).ConfigureAwait(false);
        await _inputs.DisposeAsync().ConfigureAwait(false);
    }
}
