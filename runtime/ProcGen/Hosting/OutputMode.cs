namespace ProcGen;

/// <summary>Where the standard output and standard error of a child go.</summary>
public enum OutputMode
{
    /// <summary>
    /// To where the parent's go. Standard error passes through the parent, which keeps its last lines for error messages; a child that
    /// lives on without its parent (<see cref="OnParentExit.Continue"/>) has it directly.
    /// </summary>
    Inherit,

    /// <summary>To the events of the process, line by line.</summary>
    Capture,

    /// <summary>Nowhere. The last lines of standard error are still kept for error messages.</summary>
    Null,
}
