namespace ProcGen;

/// <summary>Why a process ended.</summary>
public enum ExitReason
{
    /// <summary>It returned, or called <see cref="Environment.Exit"/>.</summary>
    Exited,

    /// <summary>A signal that this process did not send: a crash, or somebody else's kill.</summary>
    Signalled,

    /// <summary>This process interrupted, terminated or killed it.</summary>
    KilledByUs,

    /// <summary>It, or the machine, ran out of memory, as far as can be told.</summary>
    OutOfMemoryLikely,

    /// <summary>Its own parent was gone.</summary>
    ParentLost,

    /// <summary>It has ended, and somebody else took the answer from the kernel.</summary>
    Unknown,
}
