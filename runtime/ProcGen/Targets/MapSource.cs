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
    private readonly IAsyncEnumerator<TInput> _inputs = inputs.GetAsyncEnumerator(cancellationToken);

    public override TInput Current => _inputs.Current;

    public override Task<bool> MoveNext() => _inputs.MoveNextAsync().AsTask();

    public override ValueTask DisposeAsync() => _inputs.DisposeAsync();
}
