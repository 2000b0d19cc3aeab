using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int FUTEX_WAKE = 1;
    public const int FUTEX_WAIT_BITSET = 9;
    public const uint FUTEX_BITSET_MATCH_ANY = 0xffffffff;
    public const int FUTEX2_SIZE_U32 = 2;
    public const int CLOCK_MONOTONIC = 1;

    // Added before the numbering was unified: one number for each architecture.
    public static readonly int SYS_futex = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;
    public const int SYS_futex_waitv = 449;
    public static readonly int SYS_membarrier = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283;
    public const int MEMBARRIER_CMD_GLOBAL_EXPEDITED = 1 << 1;
    public const int MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED = 1 << 2;

    /// <summary>struct timespec of 64-bit systems.</summary>
    public struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct futex_waitv.</summary>
    public struct FutexWaiter
    {
        public ulong Value;
        public ulong Address;
        public uint Flags;
        public uint Reserved;
    }

    [LibraryImport(Library, EntryPoint = "syscall")]
    public static partial nint syscall_futex(nint number, uint* word, nint operation, nint value, TimeSpecification* timeout, uint* second, nint mask);

    [LibraryImport(Library, EntryPoint = "syscall")]
    public static partial nint syscall_membarrier(nint number, nint command, nint flags, nint processor);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint syscall_futex_waitv(nint number, FutexWaiter* waiters, nint count, nint flags, TimeSpecification* timeout, nint clock);
}
