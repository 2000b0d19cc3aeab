using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLONESHOT = 1u << 30;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(SafeDescriptor set, int operation, SafeDescriptor descriptor, byte* entry);

    [LibraryImport(Library)]
    public static partial int epoll_ctl(int set, int operation, int descriptor, byte* entry);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(SafeDescriptor set, byte* entries, int count, int timeoutMilliseconds);
}
