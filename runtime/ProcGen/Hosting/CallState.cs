namespace ProcGen.Hosting;

/// <summary>Where a call stands.</summary>
internal enum CallState
{
    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>It is on its way to a worker, which may not have begun. If that worker dies now, the call is queued again.</summary>
    Dispatched,

    /// <summary>The target may have taken effect. If the worker dies now, the call is lost unless more attempts were allowed.</summary>
    Started,

    /// <summary>It gave its result.</summary>
    Done,

    /// <summary>The target threw, or the call could not be made.</summary>
    Faulted,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its process died.</summary>
    Lost,
}
