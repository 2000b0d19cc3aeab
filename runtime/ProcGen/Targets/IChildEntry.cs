using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>A call that wants to know when it runs in the process that was started for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IChildEntry
{
    /// <summary>Called once in the child, before the target runs.</summary>
    void EnterChild();
}
