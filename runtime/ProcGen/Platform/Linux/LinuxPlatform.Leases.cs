using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

// Record locks of open files ("OFD locks"): the kernel drops them when the last descriptor of that opening is closed, which it does itself
// when a process dies. They are of the opening and not of the process, so they neither go when some other descriptor of the same file is
// closed nor are shared with children, which get no copy of ours (it is closed in them). A process that is only stopped keeps its own.
internal sealed unsafe partial class LinuxPlatform
{
    public override SafeDescriptor Reopen(SafeDescriptor memory)
    {
        Span<byte> path = stackalloc byte[32];
        "/proc/self/fd/"u8.CopyTo(path);
        System.Buffers.Text.Utf8Formatter.TryFormat(memory.Number, path["/proc/self/fd/".Length..], out int digits);
        path["/proc/self/fd/".Length + digits] = 0;
        fixed (byte* start = path)
        {
            return AboveInherited(Checked(Libc.open(start, Libc.O_RDWR | Libc.O_CLOEXEC, 0)));
        }
    }

    public override bool TryLease(SafeDescriptor opening, long position)
    {
        Libc.FileLock wanted = Byte(Libc.F_WRLCK, position);
        if (Libc.fcntl_lock(opening, Libc.F_OFD_SETLK, &wanted) == 0)
        {
            return true;
        }

        const int EACCES = 13;
        return Marshal.GetLastPInvokeError() is Libc.EAGAIN or EACCES ? false : throw LastError();
    }

    public override void Lease(SafeDescriptor opening, long position)
    {
        Libc.FileLock wanted = Byte(Libc.F_WRLCK, position);
        while (Libc.fcntl_lock(opening, Libc.F_OFD_SETLKW, &wanted) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.EINTR)
            {
                throw LastError();
            }
        }
    }

    public override void EndLease(SafeDescriptor opening, long position)
    {
        Libc.FileLock given = Byte(Libc.F_UNLCK, position);
        _ = Libc.fcntl_lock(opening, Libc.F_OFD_SETLK, &given);
    }

    private static Libc.FileLock Byte(short type, long position) => new() { Type = type, Start = position, Length = 1 };
}
