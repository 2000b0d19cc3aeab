using ProcGen.CompilerServices;
using ProcGen.Hosting;

namespace ProcGen;

/// <summary>A <see cref="ChildProcess"/> whose target gives a stream of items. The target runs at most a few items ahead of the reader.</summary>
/// <typeparam name="TItem">An item.</typeparam>
public abstract class StreamingChildProcess<TItem> : ChildProcess
{
    private int _wasRead;

    /// <summary>Prepares a process; nothing is started.</summary>
    protected StreamingChildProcess()
    {
    }

    /// <summary>The items, as they come. Leaving before the end cancels the target.</summary>
    /// <exception cref="InvalidOperationException">It has not been started, or its stream has been read already: there is one reader.</exception>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="ProcessLostException">It ended in the middle of its stream.</exception>
    public IAsyncEnumerable<TItem> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        ChildRun run = Started();
        if (Interlocked.Exchange(ref _wasRead, 1) != 0)
        {
            throw new InvalidOperationException($"The stream of process '{Name}' has been read already. It has one reader.");
        }

        return ((PendingStream<TItem>)run.Pending).ReadAsync(count => run.Link.Credit(run.Pending, count), run.Cancel, cancellationToken);
    }

    private protected sealed override PendingCall CreatePending(TargetCall call) => new PendingStream<TItem>((TargetStreamCall<TItem>)call);

    private protected sealed override async Task RunHereAsync(CancellationToken cancellationToken)
    {
        await foreach (TItem _ in ((TargetStreamCall<TItem>)CreateCall()).Enumerate(new CallContext(cancellationToken)).ConfigureAwait(false))
        {
        }
    }
}
