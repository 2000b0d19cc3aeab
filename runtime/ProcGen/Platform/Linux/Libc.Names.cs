using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int SOL_SOCKET = 1;
    public const int SCM_RIGHTS = 1;
    public const int SO_PEERCRED = 17;
    public const int SOCK_NONBLOCK = 0x800;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;
    public const int EADDRINUSE = 98;
    public const int ECONNREFUSED = 111;

    /// <summary>struct ucred.</summary>
    public struct PeerCredentials
    {
        public int ProcessId;
        public uint UserId;
        public uint GroupId;
    }

    /// <summary>struct iovec.</summary>
    public struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr as glibc lays it out; musl's is the same on little-endian 64-bit systems, for lengths below 4 GiB.</summary>
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr, which the descriptors follow.</summary>
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(SafeDescriptor socket, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int listen(SafeDescriptor socket, int backlog);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(SafeDescriptor socket, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int accept4(SafeDescriptor socket, byte* address, uint* length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(SafeHandle socket, int level, int option, void* value, uint* length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendmsg(SafeDescriptor socket, MessageHeader* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvmsg(SafeDescriptor socket, MessageHeader* message, int flags);

    [LibraryImport(Library)]
    public static partial uint geteuid();
}
