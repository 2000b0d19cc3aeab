using System.ComponentModel;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>One call in a process of its own. Python: <c>multiprocessing.Process</c>.</summary>
public abstract class ChildProcess : IDisposable, IAsyncDisposable
{
    /// <summary>Prepares a process; nothing is started.</summary>
    protected ChildProcess()
    {
    }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Start.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>Run.</summary>
    public virtual void Run() => throw new NotImplementedException();

    /// <summary>Run.</summary>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Makes the call that the child runs. Written by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual TargetCall CreateCall() => throw new NotImplementedException();

    /// <summary>Ties cancellation to a token that was given as an argument.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CancelWith(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Start, wait, dispose.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static Task RunToEndAsync(ChildProcess process, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Start, wait for the result, dispose.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static Task<TResult> RunToResultAsync<TResult>(ChildProcess<TResult> process, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Start, read, dispose.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static IAsyncEnumerable<TItem> RunToStreamAsync<TItem>(StreamingChildProcess<TItem> process, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>With a result.</summary>
public abstract class ChildProcess<TResult> : ChildProcess
{
    /// <summary>Run.</summary>
    public new virtual TResult Run() => throw new NotImplementedException();

    /// <summary>Run.</summary>
    public new virtual Task<TResult> RunAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}

/// <summary>With a stream.</summary>
public abstract class StreamingChildProcess<TItem> : ChildProcess;
