namespace ProcGen;

/// <summary>A process ended before it gave what was asked of it.</summary>
public class ProcessLostException : ProcessException
{
    internal ProcessLostException(string message, ExitStatus exitStatus, int processId, string targetName, string errorTail, Exception? innerException = null)
        : base(message, innerException)
    {
        ExitStatus = exitStatus;
        ProcessId = processId;
        TargetName = targetName;
        StandardErrorTail = errorTail;
    }

    /// <summary>How the process ended.</summary>
    public ExitStatus ExitStatus { get; }

    /// <summary>The id that the process had.</summary>
    public int ProcessId { get; }

    /// <summary>The full name of the target that ran.</summary>
    public string TargetName { get; }

    /// <summary>The last lines that the process wrote to standard error; empty if there were none.</summary>
    public string StandardErrorTail { get; }

    internal static string Describe(string what, ExitStatus exitStatus, string errorTail) =>
        errorTail.Length == 0 ? $"{what} {exitStatus}." : $"{what} {exitStatus}. Its last lines on standard error:\n{errorTail}";
}
