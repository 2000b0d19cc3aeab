using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>A call that runs the <see cref="ChildProcess.Run"/> of a process object: in the child, that object learns that it is inside.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IChildProcessCall : IChildEntry
{
    /// <summary>The process object whose override runs.</summary>
    ChildProcess Process { get; }

    /// <inheritdoc/>
    void IChildEntry.EnterChild() => Process.EnterChild();
}
