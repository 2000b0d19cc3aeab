using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

// Only processes that we spawned are waited for, each through its own descriptor. waitpid(-1) would take the children of
// System.Diagnostics.Process away from it, and Process.GetProcessById never sees that a child of ours has ended.
internal sealed unsafe partial class LinuxPlatform
{
    public override int ParentProcessId => Libc.getppid();

    public override bool TryPeekExit(SpawnedProcess process, out RawExit exit)
    {
        Libc.SignalInformation information = default;
        if (WaitId(process, &information, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT) == 0)
        {
            exit = information.Code == Libc.CLD_EXITED ? new RawExit(information.Status, null) : new RawExit(null, information.Status);
            return information.ProcessId != 0;
        }

        // Somebody else took the exit: as process 1 the runtime reaps everything, and code of others may call waitpid(-1).
        // Newer kernels keep the answer in the descriptor; older ones leave us with "ended, unknown how".
        Libc.ProcessDescriptorInformation kept = new() { Mask = Libc.PIDFD_INFO_EXIT };
        if (Libc.ioctl(process.ExitHandle.Number, Libc.PIDFD_GET_INFO, &kept) != 0 || (kept.Mask & Libc.PIDFD_INFO_EXIT) == 0)
        {
            exit = default;
            return true;
        }

        int signal = kept.ExitStatus & 0x7f;
        exit = signal == 0 ? new RawExit((kept.ExitStatus >> 8) & 0xff, null) : new RawExit(null, signal);
        return true;
    }

    public override void Reap(SpawnedProcess process)
    {
        Libc.SignalInformation information = default;
        _ = WaitId(process, &information, Libc.WEXITED | Libc.WNOHANG);
    }

    public override bool SendSignal(SpawnedProcess process, int signal) =>
        !process.ExitHandle.IsClosed && Libc.syscall(Libc.SYS_pidfd_send_signal, process.ExitHandle.Number, signal, 0, 0) == 0;

    public override SafeDescriptor? OpenExitHandle(int processId)
    {
        int handle = (int)Libc.syscall(Libc.SYS_pidfd_open, processId, 0, 0, 0);
        return handle >= 0 ? new SafeDescriptor(handle) : null;
    }

    public override void EndWithParent() => _ = Libc.prctl(Libc.PR_SET_PDEATHSIG, 15, 0, 0, 0);

    public override void EndBySignal(int signal)
    {
        // The runtime's own handlers are in place for most signals: put the kernel's default back, let the signal through, send it to ourselves.
        Libc.SignalAction action = default;
        _ = Libc.sigaction(signal, &action, null);
        byte* set = stackalloc byte[Libc.SizeOfSignalSet];
        new Span<byte>(set, Libc.SizeOfSignalSet).Clear();
        set[(signal - 1) / 8] = (byte)(1 << ((signal - 1) % 8));
        _ = Libc.pthread_sigmask(Libc.SIG_UNBLOCK, set, null);
        _ = Libc.kill(Libc.getpid(), signal);
    }

    public override void EndNow(int exitCode) => Libc._exit(exitCode);

    public override long? CountOutOfMemoryKills() => ProcFileSystem.OutOfMemoryKills();

    public override void RemoveDiagnosticFiles(int processId, string temporaryFolder)
    {
        // The runtime names them by id and start time, and removes them itself unless it was killed.
        if (ProcFileSystem.StartTime(processId) is not { } started)
        {
            return;
        }

        foreach (string name in (ReadOnlySpan<string>)
        [
            $"dotnet-diagnostic-{processId}-{started}-socket",
            $"clr-debug-pipe-{processId}-{started}-in",
            $"clr-debug-pipe-{processId}-{started}-out",
        ])
        {
            try
            {
                File.Delete(Path.Combine(temporaryFolder, name));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The folder went away or is not ours: then there is nothing that we could tidy.
                return;
            }
        }
    }

    private static int WaitId(SpawnedProcess process, Libc.SignalInformation* information, int options)
    {
        int result;
        do
        {
            result = Libc.waitid(Libc.P_PIDFD, process.ExitHandle.Number, information, options);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        return result;
    }
}
