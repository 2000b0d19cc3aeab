using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const uint MFD_CLOEXEC = 1;
    public const int PROT_READ_WRITE = 3;
    public const int MAP_SHARED = 1;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);

    /// <summary>Reserves the memory, so that shortage is an error here and not a bus error at the first touch. Returns the error.</summary>
    [LibraryImport(Library)]
    public static partial int posix_fallocate(SafeDescriptor file, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial byte* mmap(byte* address, nuint length, int protection, int flags, SafeDescriptor file, long offset);

    [LibraryImport(Library)]
    public static partial int munmap(byte* address, nuint length);
}
