using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>A pool under other options, or one worker of it.</summary>
internal sealed class PoolView(ProcessPool pool, CallOptions options, PoolWorker? worker = null) : ITargetExecutor, IBatchExecutor
{
    public int Parallelism => worker is null ? pool.Parallelism : 1;

    public bool MayBatch => options is { Timeout: null, MaxAttempts: 1 };

    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => pool.Invoke(call, options, worker, cancellationToken);

    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken) => pool.InvokeAsync(call, options, worker, cancellationToken);

    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) => pool.StreamAsync(call, options, worker, cancellationToken);
}
