using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Platform.Linux;

// Names are abstract socket addresses: they are in no file system, so nothing is left of them when their last holder is gone, however it
// went. They have no permissions of their own either; both sides ask the kernel who the other is.
internal sealed unsafe partial class LinuxPlatform
{
    private const int AddressSize = 110;
    private const int MaxDescriptors = 4;

    public override SafeDescriptor? BindName(string name)
    {
        SafeDescriptor listener = NewSocket(Libc.SOCK_NONBLOCK);
        byte* address = stackalloc byte[AddressSize];
        if (Libc.bind(listener, address, Address(name, address)) == 0)
        {
            return listener;
        }

        int error = Marshal.GetLastPInvokeError();
        listener.Dispose();
        return error == Libc.EADDRINUSE ? null : throw new System.ComponentModel.Win32Exception(error);
    }

    public override void ListenOnName(SafeDescriptor listener) => Checked(Libc.listen(listener, 128));

    public override SafeDescriptor? ConnectToName(string name, bool wait = true)
    {
        SafeDescriptor socket = NewSocket(wait ? 0 : Libc.SOCK_NONBLOCK);
        byte* address = stackalloc byte[AddressSize];
        if (Libc.connect(socket, address, Address(name, address)) == 0)
        {
            return socket;
        }

        int error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        return error == Libc.ECONNREFUSED || (error == Libc.EAGAIN && !wait) ? null : throw new System.ComponentModel.Win32Exception(error);
    }

    public override SafeDescriptor Duplicate(SafeHandle handle)
    {
        SafeDescriptor? duplicate = null;
        UseNumber(handle, number => duplicate = AboveInherited(Checked(Libc.fcntl(number, Libc.F_DUPFD_CLOEXEC, 0))));
        return duplicate!;
    }

    public override void ForgetReadiness(SafeHandle socket) => UseNumber(socket, ForeignSets.Remove);

    private static void UseNumber(SafeHandle handle, Action<int> use)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            use((int)handle.DangerousGetHandle());
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    public override SafeDescriptor? Accept(SafeDescriptor listener)
    {
        int accepted = Libc.accept4(listener, null, null, Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK);
        if (accepted >= 0)
        {
            return AboveInherited(accepted);
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Libc.EMFILE or Libc.ENFILE or Libc.ENOMEM or Libc.ENOBUFS ? throw new System.ComponentModel.Win32Exception(error) : null;
    }

    public override bool IsPeerOfSameUser(SafeDescriptor socket) => IsPeerOfSameUser((SafeHandle)socket);

    public override bool IsPeerOfSameUser(SafeHandle socket)
    {
        Libc.PeerCredentials credentials = default;
        uint size = (uint)sizeof(Libc.PeerCredentials);
        return Libc.getsockopt(socket, Libc.SOL_SOCKET, Libc.SO_PEERCRED, &credentials, &size) == 0 && credentials.UserId == Libc.geteuid();
    }

    public override bool SendDescriptors(SafeDescriptor socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeDescriptor> descriptors)
    {
        byte* control = stackalloc byte[ControlSize(MaxDescriptors)];
        new Span<byte>(control, ControlSize(MaxDescriptors)).Clear();
        Libc.ControlHeader* header = (Libc.ControlHeader*)control;
        *header = new Libc.ControlHeader { Length = (nuint)(sizeof(Libc.ControlHeader) + (descriptors.Length * sizeof(int))), Level = Libc.SOL_SOCKET, Type = Libc.SCM_RIGHTS };
        for (int i = 0; i < descriptors.Length; i++)
        {
            ((int*)(header + 1))[i] = descriptors[i].Number;
        }

        fixed (byte* start = bytes)
        {
            Libc.Vector vector = new() { Base = start, Length = (nuint)bytes.Length };
            Libc.MessageHeader message = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)ControlSize(descriptors.Length) };
            bool isSent = Libc.sendmsg(socket, &message, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT) == bytes.Length;
            foreach (SafeDescriptor descriptor in descriptors)
            {
                GC.KeepAlive(descriptor);
            }

            return isSent;
        }
    }

    public override int ReceiveDescriptors(SafeDescriptor socket, Span<byte> bytes, List<SafeDescriptor> descriptors)
    {
        byte* control = stackalloc byte[ControlSize(MaxDescriptors)];
        fixed (byte* start = bytes)
        {
            Libc.Vector vector = new() { Base = start, Length = (nuint)bytes.Length };
            Libc.MessageHeader message = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)ControlSize(MaxDescriptors) };
            nint received = Libc.recvmsg(socket, &message, Libc.MSG_CMSG_CLOEXEC | Libc.MSG_DONTWAIT);
            Libc.ControlHeader* header = (Libc.ControlHeader*)control;
            if (received > 0 && message.ControlLength >= (nuint)sizeof(Libc.ControlHeader) && header->Level == Libc.SOL_SOCKET && header->Type == Libc.SCM_RIGHTS)
            {
                int count = ((int)header->Length - sizeof(Libc.ControlHeader)) / sizeof(int);
                for (int i = 0; i < count; i++)
                {
                    descriptors.Add(AboveInherited(((int*)(header + 1))[i]));
                }
            }

            return (int)Math.Max(received, 0);
        }
    }

    private static SafeDescriptor NewSocket(int flags) => AboveInherited(Checked(Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC | flags, 0)));

    private static int ControlSize(int descriptors) => sizeof(Libc.ControlHeader) + (((descriptors * sizeof(int)) + 7) & ~7);

    // Family, then a zero that makes the address abstract, then the name, which carries the user so that users do not meet.
    private static uint Address(string name, byte* address)
    {
        Span<byte> bytes = new(address, AddressSize);
        bytes.Clear();
        bytes[0] = Libc.AF_UNIX;
        int length = Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"procgen/{Libc.geteuid()}/{name}"), bytes[3..]);
        return (uint)(3 + length);
    }
}
