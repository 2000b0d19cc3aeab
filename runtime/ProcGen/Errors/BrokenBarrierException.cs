namespace ProcGen;

/// <summary>Why a barrier is broken.</summary>
public enum BarrierBreak
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Somebody called <c>Abort</c>.</summary>
    Aborted,

    /// <summary>Somebody called <c>Reset</c> while others waited.</summary>
    Reset,

    /// <summary>One that waited gave up: its time was up, or its wait was cancelled.</summary>
    TimedOut,

    /// <summary>A process died that waited, or had taken part before.</summary>
    PartyDied,

    /// <summary>The action threw.</summary>
    ActionFailed,
}

/// <summary>A barrier was broken while, or before, the caller waited. Python: <c>BrokenBarrierError</c>.</summary>
public sealed class BrokenBarrierException : ProcessException
{
    internal BrokenBarrierException(string message, BarrierBreak reason)
        : base(message) => Reason = reason;

    /// <summary>Why it is broken.</summary>
    public BarrierBreak Reason { get; }
}
