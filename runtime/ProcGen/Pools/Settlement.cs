using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>What becomes of a call whose worker is gone.</summary>
internal enum Settlement
{
    /// <summary>It had not begun: another worker takes it, as if nothing had happened.</summary>
    SendAgain,

    /// <summary>It had begun, and may be begun again.</summary>
    TryAgain,

    /// <summary>Its worker was killed because its time was up.</summary>
    TimedOut,

    /// <summary>Its caller does not want it any more.</summary>
    Cancelled,

    /// <summary>It had not begun, and the pool has stopped: nobody will begin it.</summary>
    Stopped,

    /// <summary>It had not begun, and the pool is being ended.</summary>
    NotBegun,

    /// <summary>It may have taken effect, and is not begun again.</summary>
    Lost,

    /// <summary>It might be begun again, but has brought down as many workers as it may.</summary>
    Quarantined,
}

/// <summary>What the pool is about when a worker goes.</summary>
internal enum PoolPhase
{
    /// <summary>It starts workers, as many as it needs.</summary>
    Running,

    /// <summary>It is being terminated or killed: no more workers are started.</summary>
    Ending,

    /// <summary>Its workers could not be started: no more are.</summary>
    Broken,
}

/// <summary>The one place where it is decided what becomes of the call of a worker that is gone. Pure, as the scheduler is.</summary>
internal static class Settlements
{
    // A call that never comes to begin brings its workers down in a way that nobody sees, or somebody kills faster than workers start.
    public const int MaxDispatches = 1000;

    /// <param name="pending">The call; <see cref="PendingCall.WorkersBroughtDown"/> counts this worker already.</param>
    /// <param name="begun">Whether its target may have taken effect.</param>
    /// <param name="phase">What the pool is about.</param>
    /// <param name="quarantineAfter">How many workers a call may bring down.</param>
    public static Settlement Decide(PendingCall pending, bool begun, PoolPhase phase, int quarantineAfter)
    {
        if (pending.IsTimedOut)
        {
            return Settlement.TimedOut;
        }

        if (pending.IsCancelled && (!begun || pending.Options.KillOnCancel))
        {
            return Settlement.Cancelled;
        }

        if (!begun)
        {
            return phase == PoolPhase.Broken ? Settlement.Stopped
                : phase == PoolPhase.Ending ? Settlement.NotBegun
                : pending.IsPinned || pending.Dispatches >= MaxDispatches ? Settlement.Lost
                : Settlement.SendAgain;
        }

        bool hasMore = pending.Attempt < pending.Options.MaxAttempts && !pending.HasGivenItems;
        return !hasMore ? Settlement.Lost
            : pending.WorkersBroughtDown >= quarantineAfter ? Settlement.Quarantined
            : phase != PoolPhase.Running ? Settlement.Lost
            : Settlement.TryAgain;
    }
}
