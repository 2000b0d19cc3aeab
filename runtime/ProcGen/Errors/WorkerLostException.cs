namespace ProcGen;

/// <summary>
/// The worker that ran a call died. Only that call fails; the pool replaces the worker and goes on. Whether the target took effect is not
/// known. Python's Pool waits for ever here, and its executor refuses all further work.
/// </summary>
public sealed class WorkerLostException : ProcessLostException
{
    internal WorkerLostException(ExitStatus exitStatus, int processId, string targetName, int attempt, string errorTail, Exception? innerException = null, bool isQuarantined = false)
        : base(
            Describe(
                $"The worker {processId} that ran {targetName}{(attempt > 1 ? $" (attempt {attempt})" : "")} was lost{(isQuarantined ? ", and the call is not tried again, since it has brought several workers down" : "")}: it",
                exitStatus,
                errorTail),
            exitStatus,
            processId,
            targetName,
            errorTail,
            innerException)
    {
        Attempt = attempt;
        IsQuarantined = isQuarantined;
    }

    /// <summary>Which attempt was lost: 1 unless the call was given more.</summary>
    public int Attempt { get; }

    /// <summary>Whether more attempts were allowed and are not made, because the call has brought too many workers down by itself (<see cref="ProcessPoolOptions.QuarantineAfter"/>).</summary>
    public bool IsQuarantined { get; }

    /// <summary>The signal that ended the worker, or null.</summary>
    public int? Signal => ExitStatus.Signal;
}
