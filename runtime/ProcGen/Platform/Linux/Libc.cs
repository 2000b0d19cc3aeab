using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace ProcGen.Platform.Linux;

/// <summary>The C library by its own names. Blittable signatures only, so that no marshalling code is made at run time.</summary>
internal static unsafe partial class Libc
{
    // By its full name: "libc" is tried in several places first. musl takes any name that begins like this for itself.
    private const string Library = "libc.so.6";

    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOBUFS = 105;
    public const int ECONNRESET = 104;
    public const int ENOSYS = 38;

    [LibraryImport(Library)]
    public static partial int close(int fd);

    // Variadic in C. Integer arguments only, which Linux passes alike on x64 and arm64.
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_GETFD = 1;
    public const int F_SETFD = 2;
    public const int FD_CLOEXEC = 1;

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    // The same numbers on every architecture: they were added after the numbering was unified.
    public const int SYS_pidfd_send_signal = 424;
    public const int SYS_pidfd_open = 434;
}
