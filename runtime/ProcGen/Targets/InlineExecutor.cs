using System.ComponentModel;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>Runs every call in this process, on the caller's thread as far as the target is synchronous: for debugging and unit tests. Python: <c>multiprocessing.dummy</c>.</summary>
/// <remarks>Arguments and results are not copied: a target that changes an argument changes the caller's object. Safe for use from any thread.</remarks>
public sealed class InlineExecutor : ITargetExecutor
{
    /// <summary>1: each call runs when it is made.</summary>
    public int Parallelism => 1;

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        ValueTask<TResult> running = call.InvokeAsync(new CallContext(cancellationToken));
        return running.IsCompleted ? running.GetAwaiter().GetResult() : running.AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public async Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        return await call.InvokeAsync(new CallContext(cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Enumerate(new CallContext(cancellationToken));
    }
}
