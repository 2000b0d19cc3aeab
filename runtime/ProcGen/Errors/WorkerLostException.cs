namespace ProcGen;

/// <summary>
/// The worker that ran a call died. Only that call fails; the pool replaces the worker and goes on. Whether the target took effect is not
/// known. Python's Pool waits for ever here, and its executor refuses all further work.
/// </summary>
public sealed class WorkerLostException : ProcessLostException
{
    internal WorkerLostException(ExitStatus exitStatus, int processId, string targetName, int attempt, string errorTail, Exception? innerException = null)
        : base(
            Describe($"The worker {processId} that ran {targetName}{(attempt > 1 ? $" (attempt {attempt})" : "")} was lost: it", exitStatus, errorTail),
            exitStatus,
            processId,
            targetName,
            errorTail,
            innerException) => Attempt = attempt;

    /// <summary>Which attempt was lost: 1 unless the call was given more.</summary>
    public int Attempt { get; }

    /// <summary>The signal that ended the worker, or null.</summary>
    public int? Signal => ExitStatus.Signal;
}
