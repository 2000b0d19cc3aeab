using ProcGen.Hosting;

namespace ProcGen.Pools;

// Who learns of calls besides their callers: statistics, meters, and traces where somebody wants them.
internal sealed partial class PoolCore
{
    /// <summary>Takes a call. Returns the child for a caller that reads by itself, when there is one now.</summary>
    private ChildLink? Submit(PendingCall pending, PoolWorker? only, CancellationToken cancellationToken)
    {
        ICallObserver observer = CallTrace.Begin(this, pending);
        pending.Observer = observer;
        try
        {
            return Accept(pending, only, cancellationToken);
        }
        catch (Exception exception) when (observer is CallTrace trace)
        {
            trace.Refuse(pending, exception);
            throw;
        }
    }

    void ICallObserver.OnEnded(PendingCall pending)
    {
        string outcome = OutcomeOf(pending.Failure);
        _ = outcome switch
        {
            "completed" => Interlocked.Increment(ref _completed),
            "cancelled" => Interlocked.Increment(ref _cancelled),
            "lost" => Interlocked.Increment(ref _lost),
            _ => Interlocked.Increment(ref _failed),
        };
        PoolMeters.NoteOutcome(_name, outcome);
    }

    /// <summary>How a call ended, in the word that meters and spans have for it.</summary>
    public static string OutcomeOf(Exception? failure) => failure switch
    {
        null => "completed",
        OperationCanceledException => "cancelled",
        WorkerLostException => "lost",
        _ => "failed",
    };
}
