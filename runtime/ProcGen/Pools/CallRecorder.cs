using ProcGen.CompilerServices;
using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>Takes down what a pool's initializer calls, so that each worker can be sent the same.</summary>
internal sealed class CallRecorder(int messageLimit, TimeSpan timeout) : ITargetExecutor
{
    private readonly List<Func<PendingCall>> _calls = [];

    public int Parallelism => 1;

    /// <summary>Runs the initializer once and gives what makes its calls, one after the other, for each worker.</summary>
    public static Func<PendingCall>[] Record(ProcessPoolOptions options)
    {
        if (options.Initializer is not { } initializer)
        {
            return [];
        }

        CallRecorder recorder = new(options.MessageLimit, options.StartTimeout);
        initializer(recorder);
        return recorder._calls.Count > 0
            ? [.. recorder._calls]
            : throw new ArgumentException("The initializer calls no target of the executor that it is given.", nameof(options));
    }

    public TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken)
    {
        Add(call);
        return default!;
    }

    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken)
    {
        Add(call);
        return Task.FromResult<TResult>(default!);
    }

    public IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{call.Target} gives a stream, and nobody would read it: an initializer is a call with one result or none.");

    private void Add<TResult>(TargetCall<TResult> call)
    {
        CallOptions options = new() { Timeout = timeout };

        // What does not cross is the error of who makes the pool, and not of its workers.
        Make().Dispose();
        _calls.Add(Make);

        PendingCall Make()
        {
            PendingResult<TResult> pending = new(call, callerReads: false, CancellationToken.None) { Options = options };
            pending.Encode(messageLimit);
            return pending;
        }
    }
}
