using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    // Opaque in C: 80 and 336 bytes with glibc on x64. Ours are larger than any known.
    public const int SizeOfSpawnFileActions = 512;
    public const int SizeOfSpawnAttributes = 1024;
    public const int SizeOfSignalSet = 128;

    public const short POSIX_SPAWN_SETPGROUP = 0x02;
    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;

    [LibraryImport(Library)]
    public static partial int posix_spawn(out int pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int newFd);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setpgroup(void* attributes, int group);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    public const int P_PIDFD = 3;
    public const int WEXITED = 4;
    public const int WNOHANG = 1;
    public const int WNOWAIT = 0x01000000;
    public const int CLD_EXITED = 1;

    /// <summary>The part of siginfo_t that waitid fills, as Linux lays it out on 64-bit systems.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct SignalInformation
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int ProcessId;

        [FieldOffset(24)]
        public int Status;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int idType, int id, SignalInformation* information, int options);

    /// <summary>struct pidfd_info of Linux 6.13 and newer, first version.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct ProcessDescriptorInformation
    {
        [FieldOffset(0)]
        public ulong Mask;

        [FieldOffset(60)]
        public int ExitStatus;
    }

    public const uint PIDFD_GET_INFO = 0xC040FF0B;
    public const ulong PIDFD_INFO_EXIT = 8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport(Library)]
    public static partial int getppid();

    [LibraryImport(Library)]
    public static partial int getpid();

    [LibraryImport(Library)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library)]
    public static partial void _exit(int status);

    public const int PR_SET_PDEATHSIG = 1;

    [LibraryImport(Library)]
    public static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    /// <summary>struct sigaction as the C library takes it on 64-bit Linux: handler, mask, flags, restorer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct SignalAction
    {
        [FieldOffset(0)]
        public nint Handler;
    }

    [LibraryImport(Library)]
    public static partial int sigaction(int signal, SignalAction* action, void* old);

    public const int EINVAL = 22;

    public const int PRIO_PROCESS = 0;

    [LibraryImport(Library)]
    public static partial int setpriority(int which, int who, int niceness);

    [LibraryImport(Library)]
    public static partial int sched_getaffinity(int thread, nuint size, byte* mask);

    [LibraryImport(Library)]
    public static partial int sched_setaffinity(int thread, nuint size, byte* mask);

    [LibraryImport(Library)]
    public static partial int sched_getcpu();

    public const int SIG_UNBLOCK = 1;

    [LibraryImport(Library)]
    public static partial int pthread_sigmask(int how, void* set, void* old);
}
