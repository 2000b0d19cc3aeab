namespace ProcGen.Platform;

/// <summary>The seam between ProcGen and the operating system: what it needs, without policy.</summary>
/// <remarks>
/// Everything above this folder calls these members and asks nothing about the system that it runs on. An implementation throws what the
/// system said; it decides nothing, retries nothing but interrupted calls, and holds no state.
/// </remarks>
internal abstract partial class HostPlatform
{
    public static HostPlatform Current { get; } = OperatingSystem.IsLinux() ? new Linux.LinuxPlatform() : new UnsupportedPlatform();

    /// <summary>Throws <see cref="PlatformNotSupportedException"/> where processes cannot be started.</summary>
    public abstract void EnsureSupported();

    // Processes

    /// <summary>Starts a process in a process group of its own, with default signal handling.</summary>
    /// <exception cref="SpawnException">The kernel refused.</exception>
    public abstract SpawnedProcess Spawn(SpawnRequest request);

    /// <summary>Whether a process has ended, and how. It stays a zombie, which keeps its id from being used again, until <see cref="Reap"/>.</summary>
    public abstract bool TryPeekExit(SpawnedProcess process, out RawExit exit);

    /// <summary>Takes the exit of a process that has ended, so that nothing is left of it.</summary>
    public abstract void Reap(SpawnedProcess process);

    /// <summary>Sends a signal; returns false when the process is gone.</summary>
    public abstract bool SendSignal(SpawnedProcess process, int signal);

    /// <summary>Removes the files that a killed .NET process leaves in the temporary folder. Call it before <see cref="Reap"/>, while the id is still its own.</summary>
    public abstract void RemoveDiagnosticFiles(int processId, string temporaryFolder);

    /// <summary>Opens a handle that becomes readable when a process that is not ours ends; null when there is no such process.</summary>
    public abstract SafeDescriptor? OpenExitHandle(int processId);

    /// <summary>How many bytes of memory a process has in use, or null when it is gone or the system does not tell.</summary>
    public abstract long? CountResidentMemory(int processId);

    /// <summary>Sets the priority of all threads that a process has, as far as the system allows.</summary>
    public abstract void SetPriority(int processId, System.Diagnostics.ProcessPriorityClass priority);

    /// <summary>The id of this process' parent.</summary>
    public abstract int ParentProcessId { get; }

    /// <summary>Asks the kernel to end this process gently when the thread that made it is gone: a backstop for the time before it watches its channel.</summary>
    public abstract void EndWithParent();

    /// <summary>Ends this process by a signal's default action.</summary>
    public abstract void EndBySignal(int signal);

    /// <summary>Ends this process at once: no handlers, no finalizers.</summary>
    public abstract void EndNow(int exitCode);

    /// <summary>How many processes the kernel has killed for want of memory since it started, or null when it does not tell.</summary>
    public abstract long? CountOutOfMemoryKills();

    // Channels

    /// <summary>Makes two connected stream sockets that no child inherits.</summary>
    public abstract (SafeDescriptor Here, SafeDescriptor There) CreateSocketPair();

    /// <summary>Makes a pipe that no child inherits.</summary>
    public abstract (SafeDescriptor Read, SafeDescriptor Write) CreatePipe();

    /// <summary>Takes over a descriptor that the parent left at a known number, and keeps it from this process' own children.</summary>
    public abstract SafeDescriptor AdoptInherited(int number);

    /// <summary>Sends from a socket: how many bytes it took, or -1 when it would have to wait and <paramref name="wait"/> is false.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public abstract int Send(SafeDescriptor socket, ReadOnlySpan<byte> bytes, bool wait);

    /// <summary>Receives from a socket: how many bytes, 0 at the end, or -1 when it would have to wait and <paramref name="wait"/> is false.</summary>
    public abstract int Receive(SafeDescriptor socket, Span<byte> bytes, bool wait);

    /// <summary>Ends a connection in both directions; what was received can still be read.</summary>
    public abstract void Shutdown(SafeDescriptor socket);

    /// <summary>Reads what a pipe holds: how many bytes, 0 at the end, or -1 when it is empty.</summary>
    public abstract int ReadPipe(SafeDescriptor pipe, Span<byte> bytes);

    /// <summary>Writes all bytes to this process' own standard output (1) or error (2); false when nobody can read it any more.</summary>
    public abstract bool WriteStandard(int number, ReadOnlySpan<byte> bytes);

    /// <summary>Whether standard output (1) or error (2) is what its name says: open, and not a file of this process that happened to get the number.</summary>
    public abstract bool IsStandardOpen(int number);

    /// <summary>Closes a descriptor by number.</summary>
    public abstract bool Close(int number);

    // Waiting

    /// <summary>Makes a set of descriptors of which one thread waits for any.</summary>
    public abstract ReadinessSet CreateReadinessSet();

    /// <summary>Waits until a descriptor can be read or has ended. Zero and less asks only; <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</summary>
    public abstract bool WaitUntilReadable(SafeDescriptor descriptor, TimeSpan timeout);

    // The process itself

    /// <summary>How many foreground threads run besides the caller's, or null when the runtime does not tell.</summary>
    public abstract int? CountOtherForegroundThreads();
}
