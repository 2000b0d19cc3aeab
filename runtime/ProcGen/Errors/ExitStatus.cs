namespace ProcGen;

/// <summary>How a process ended: what <see cref="ChildProcess.ExitCode"/> says in one number, in full.</summary>
/// <param name="Code">What it returned, 0 to 255; null when a signal ended it or nobody knows.</param>
/// <param name="Signal">The signal that ended it; null when it returned.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record ExitStatus(int? Code, int? Signal, ExitReason Reason)
{
    // Exit code of a child that ended because its parent was gone. Few see it: its parent's parent, if that is the reaper.
    internal const int ParentLostCode = 121;

    /// <summary>Python's form: what it returned, or -N for signal N; null when nobody knows.</summary>
    public int? ExitCode => Signal is { } signal ? -signal : Code;

    /// <summary>Whether it ended well: it returned 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>The same in words, such as <c>killed by signal 9 (SIGKILL)</c>.</summary>
    public override string ToString() => (Code, Signal, Reason) switch
    {
        (_, _, ExitReason.Unknown) => "ended, with an exit status that another part of this process took from the kernel",
        (int code, _, ExitReason.ParentLost) => $"exited with code {code} because its parent was gone",
        (int code, _, _) => $"exited with code {code}",
        (_, int signal, ExitReason.KilledByUs) => $"ended by signal {SignalNames.Describe(signal)}, which this process sent",
        (_, 9, ExitReason.OutOfMemoryLikely) => "killed by signal 9 (SIGKILL) from outside: perhaps the system ran out of memory",
        (_, int signal, ExitReason.OutOfMemoryLikely) => $"ended by signal {SignalNames.Describe(signal)} after it ran out of memory",
        (_, 6, _) => "aborted by signal 6 (SIGABRT): an unhandled exception, a stack overflow or FailFast",
        (_, int signal, _) => $"ended by signal {SignalNames.Describe(signal)}",
        _ => "ended",
    };
}
