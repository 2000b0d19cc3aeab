using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int SHUT_RDWR = 2;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_CLOEXEC = 0x80000;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* pair);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint send(SafeDescriptor socket, byte* bytes, nuint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(SafeDescriptor socket, byte* bytes, nuint count, int flags);

    [LibraryImport(Library)]
    public static partial int shutdown(SafeDescriptor socket, int how);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* pair, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(SafeDescriptor file, byte* bytes, nuint count);

    [LibraryImport(Library)]
    public static partial nint read(int fd, byte* bytes, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* bytes, nuint count);

    public const short POLLIN = 1;
    public const short POLLOUT = 4;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollEntry* entries, nuint count, int timeoutMilliseconds);
}
