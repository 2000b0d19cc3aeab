using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

// O_NONBLOCK belongs to the open file and not to the descriptor, so it is never set: a socket may be waited on by one thread and polled by
// another. Each call says for itself whether it waits.
internal sealed unsafe partial class LinuxPlatform
{
    public override (SafeDescriptor Here, SafeDescriptor There) CreateSocketPair()
    {
        int* pair = stackalloc int[2];
        Checked(Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair));
        return (AboveInherited(pair[0]), AboveInherited(pair[1]));
    }

    public override (SafeDescriptor Read, SafeDescriptor Write) CreatePipe()
    {
        int* pair = stackalloc int[2];
        Checked(Libc.pipe2(pair, Libc.O_CLOEXEC));
        return (AboveInherited(pair[0]), AboveInherited(pair[1]));
    }

    public override SafeDescriptor AdoptInherited(int number)
    {
        Checked(Libc.fcntl(number, Libc.F_SETFD, Libc.FD_CLOEXEC));
        return new SafeDescriptor(number);
    }

    public override int Send(SafeDescriptor socket, ReadOnlySpan<byte> bytes, bool wait)
    {
        int flags = Libc.MSG_NOSIGNAL | (wait ? 0 : Libc.MSG_DONTWAIT);
        fixed (byte* start = bytes)
        {
            while (true)
            {
                nint sent = Libc.send(socket, start, (nuint)bytes.Length, flags);
                if (sent >= 0)
                {
                    return (int)sent;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR:
                        continue;
                    case Libc.EAGAIN when !wait:
                        return -1;
                    case int error:
                        throw ChannelError(error);
                }
            }
        }
    }

    public override int Receive(SafeDescriptor socket, Span<byte> bytes, bool wait)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                nint received = Libc.recv(socket, start, (nuint)bytes.Length, wait ? 0 : Libc.MSG_DONTWAIT);
                if (received >= 0)
                {
                    return (int)received;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR:
                        continue;
                    case Libc.EAGAIN when !wait:
                        return -1;
                    case Libc.ECONNRESET:
                        // The other side ended with bytes of ours unread: for us that is its end.
                        return 0;
                    case int error:
                        throw ChannelError(error);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IOException ChannelError(int error) => new(new Win32Exception(error).Message);

    public override void Shutdown(SafeDescriptor socket) => _ = Libc.shutdown(socket, Libc.SHUT_RDWR);

    public override int ReadPipe(SafeDescriptor pipe, Span<byte> bytes)
    {
        // The pipe's other end is the child's standard error, whose open file must keep blocking; so ask first instead of O_NONBLOCK.
        Libc.PollEntry entry = new() { Descriptor = pipe.Number, Events = Libc.POLLIN };
        if (Libc.poll(&entry, 1, 0) == 0)
        {
            return -1;
        }

        fixed (byte* start = bytes)
        {
            nint read;
            do
            {
                read = Libc.read(pipe, start, (nuint)bytes.Length);
            }
            while (read < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
            return (int)Math.Max(read, 0);
        }
    }

    public override bool WriteStandard(int number, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint written = Libc.write(number, start + done, (nuint)(bytes.Length - done));
                if (written >= 0)
                {
                    done += (int)written;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR:
                        break;
                    case Libc.EAGAIN:
                        // Somebody made the terminal or pipe non-blocking; wait for room as a blocking one would.
                        Libc.PollEntry entry = new() { Descriptor = number, Events = Libc.POLLOUT };
                        _ = Libc.poll(&entry, 1, -1);
                        break;
                    default:
                        return false;
                }
            }
        }

        return true;
    }

    // Where a standard stream was closed, the next file that is opened gets its number. Such files are close-on-exec; standard streams are not.
    public override bool IsStandardOpen(int number) => Libc.fcntl(number, Libc.F_GETFD, 0) is >= 0 and var flags && (flags & Libc.FD_CLOEXEC) == 0;

    public override bool Close(int number) => Libc.close(number) == 0;
}
