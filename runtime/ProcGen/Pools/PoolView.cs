using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>A pool under other options.</summary>
internal sealed class PoolView(ProcessPool pool, CallOptions options) : ITargetExecutor
{
    public int Parallelism => pool.Parallelism;

    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => pool.Invoke(call, options, cancellationToken);

    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => pool.InvokeAsync(call, options, cancellationToken);

    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) => pool.StreamAsync(call, options, cancellationToken);
}
