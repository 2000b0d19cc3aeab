using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;
    public const int F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;
    public const int PROT_READ_WRITE = 3;
    public const int MAP_SHARED = 1;
    public const int FALLOC_FL_KEEP_SIZE = 1;
    public const int FALLOC_FL_PUNCH_HOLE = 2;
    public const int MADV_HUGEPAGE = 14;
    public const int MADV_DONTDUMP = 16;
    public const int O_RDWR = 2;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ftruncate(SafeDescriptor file, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fallocate(SafeDescriptor file, int mode, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial byte* mmap(byte* address, nuint length, int protection, int flags, SafeDescriptor file, long offset);

    [LibraryImport(Library)]
    public static partial int munmap(byte* address, nuint length);

    [LibraryImport(Library)]
    public static partial int madvise(byte* address, nuint length, int advice);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pread(SafeDescriptor file, byte* bytes, nuint count, long offset);

    // Variadic in C; the mode is only read when a file is made.
    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* path, int flags, int mode);

    public const int F_OFD_SETLK = 37;
    public const int F_OFD_SETLKW = 38;
    public const short F_WRLCK = 1;
    public const short F_UNLCK = 2;

    /// <summary>struct flock of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    public struct FileLock
    {
        [FieldOffset(0)]
        public short Type;

        [FieldOffset(2)]
        public short Whence;

        [FieldOffset(8)]
        public long Start;

        [FieldOffset(16)]
        public long Length;

        [FieldOffset(24)]
        public int ProcessId;
    }

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int fcntl_lock(SafeDescriptor file, int command, FileLock* fileLock);
}
