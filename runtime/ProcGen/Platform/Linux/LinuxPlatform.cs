using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

/// <summary>Linux on 64-bit processors, kernel 5.4 or newer, with glibc 2.29 or musl 1.1.24 or newer.</summary>
internal sealed partial class LinuxPlatform : HostPlatform
{
    public override void EnsureSupported()
    {
        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            throw new PlatformNotSupportedException($"ProcGen runs on Linux for x64 and arm64; this process is {RuntimeInformation.ProcessArchitecture}.");
        }
    }

    // Kept out of line: its exception type lives in an assembly that a child should not load to find that all is well.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Win32Exception LastError() => new(Marshal.GetLastPInvokeError());

    private static int Checked(int result) => result >= 0 ? result : throw LastError();

    /// <summary>Descriptors that children will have under low numbers are kept above them here, so that putting one in its place overwrites no other.</summary>
    private static SafeDescriptor AboveInherited(int number)
    {
        const int FirstFree = 16;
        if (number >= FirstFree)
        {
            return new SafeDescriptor(number);
        }

        int moved = Libc.fcntl(number, Libc.F_DUPFD_CLOEXEC, FirstFree);
        int error = Marshal.GetLastPInvokeError();
        _ = Libc.close(number);
        return moved >= 0 ? new SafeDescriptor(moved) : throw new Win32Exception(error);
    }
}
