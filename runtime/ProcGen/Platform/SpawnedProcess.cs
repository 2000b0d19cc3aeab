namespace ProcGen.Platform;

/// <summary>A process that was spawned here: its id, and a handle that stays its own when the id is used again.</summary>
internal sealed record SpawnedProcess(int Id, SafeDescriptor ExitHandle) : IDisposable
{
    public void Dispose() => ExitHandle.Dispose();
}

/// <summary>How a process ended, as the kernel tells it. Both are null when somebody else took the answer.</summary>
/// <param name="Code">What it returned, if it exited.</param>
/// <param name="Signal">What ended it, if a signal did.</param>
internal readonly record struct RawExit(int? Code, int? Signal);
