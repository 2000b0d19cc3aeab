using System.Runtime.InteropServices;

namespace ProcGen.Platform;

/// <summary>A system that ProcGen does not run on yet. Whatever is tried says so.</summary>
internal sealed partial class UnsupportedPlatform : HostPlatform
{
    public override int ParentProcessId => throw Unsupported();

    public override void EnsureSupported() => throw Unsupported();

    public override SpawnedProcess Spawn(SpawnRequest request) => throw Unsupported();

    public override bool TryPeekExit(SpawnedProcess process, out RawExit exit) => throw Unsupported();

    public override void Reap(SpawnedProcess process) => throw Unsupported();

    public override bool SendSignal(SpawnedProcess process, int signal) => throw Unsupported();

    public override void RemoveDiagnosticFiles(int processId, string temporaryFolder) => throw Unsupported();

    public override SafeDescriptor? OpenExitHandle(int processId) => throw Unsupported();

    public override void EndWithParent() => throw Unsupported();

    public override void EndBySignal(int signal) => throw Unsupported();

    public override void EndNow(int exitCode) => throw Unsupported();

    public override long? CountOutOfMemoryKills() => throw Unsupported();

    public override long? CountResidentMemory(int processId) => throw Unsupported();

    public override void SetPriority(int processId, System.Diagnostics.ProcessPriorityClass priority) => throw Unsupported();

    public override (SafeDescriptor Here, SafeDescriptor There) CreateSocketPair() => throw Unsupported();

    public override (SafeDescriptor Read, SafeDescriptor Write) CreatePipe() => throw Unsupported();

    public override SafeDescriptor AdoptInherited(int number) => throw Unsupported();

    public override int Send(SafeDescriptor socket, ReadOnlySpan<byte> bytes, bool wait) => throw Unsupported();

    public override int Receive(SafeDescriptor socket, Span<byte> bytes, bool wait) => throw Unsupported();

    public override void Shutdown(SafeDescriptor socket) => throw Unsupported();

    public override int ReadPipe(SafeDescriptor pipe, Span<byte> bytes) => throw Unsupported();

    public override bool WriteStandard(int number, ReadOnlySpan<byte> bytes) => throw Unsupported();

    public override bool IsStandardOpen(int number) => throw Unsupported();

    public override bool Close(int number) => throw Unsupported();

    public override ReadinessSet CreateReadinessSet() => throw Unsupported();

    public override bool WaitUntilReadable(SafeDescriptor descriptor, TimeSpan timeout) => throw Unsupported();

    public override int? CountOtherForegroundThreads() => throw Unsupported();

    private static PlatformNotSupportedException Unsupported() => new(
        $"ProcGen does not run child processes on {RuntimeInformation.OSDescription} yet: Linux (x64 and arm64, kernel 5.4 or newer) is complete, "
        + "Windows and macOS are not written. InlineExecutor runs the same calls in this process on every system.");
}
