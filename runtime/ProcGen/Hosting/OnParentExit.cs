namespace ProcGen;

/// <summary>What a child does when its parent's process is gone, for whatever reason.</summary>
public enum OnParentExit
{
    /// <summary>It ends too: its target is cancelled, has a short grace, then the process exits.</summary>
    End,

    /// <summary>It lives on as an orphan until its target returns.</summary>
    Continue,
}
