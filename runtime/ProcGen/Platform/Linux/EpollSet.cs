using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

/// <summary>epoll, one-shot: what was told once is not told again until it is armed again, so a handler never races with itself.</summary>
internal sealed unsafe class EpollSet : ReadinessSet
{
    private const int MaxEvents = 64;

    // struct epoll_event is packed on x64 only.
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int KeyOffset = EntrySize - sizeof(ulong);

    private readonly SafeDescriptor _set = new(Checked(Libc.epoll_create1(Libc.EPOLL_CLOEXEC)));
    private readonly byte* _entries = (byte*)NativeMemory.AllocZeroed((nuint)(MaxEvents * EntrySize));

    // There is no way to put a descriptor in and hear nothing: the kernel tells of a hang-up whatever is asked for. So it goes in when it is armed.
    public override void Arm(SafeDescriptor descriptor, ulong key, bool forRead, bool forWrite)
    {
        uint events = Libc.EPOLLONESHOT | (forRead ? Libc.EPOLLIN : 0) | (forWrite ? Libc.EPOLLOUT : 0);
        int error = TryControl(Libc.EPOLL_CTL_MOD, descriptor, key, events);
        if (error == Libc.ENOENT)
        {
            error = TryControl(Libc.EPOLL_CTL_ADD, descriptor, key, events);
        }

        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    public override void Remove(SafeDescriptor descriptor)
    {
        byte* entry = stackalloc byte[16];
        _ = Libc.epoll_ctl(_set, Libc.EPOLL_CTL_DEL, descriptor, entry);
    }

    public override int Wait(Span<ulong> ready, int timeoutMilliseconds)
    {
        int count = Libc.epoll_wait(_set, _entries, Math.Min(ready.Length, MaxEvents), timeoutMilliseconds);
        if (count < 0)
        {
            return Marshal.GetLastPInvokeError() == Libc.EINTR ? 0 : throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        for (int i = 0; i < count; i++)
        {
            ready[i] = Unaligned(_entries + (i * EntrySize) + KeyOffset);
        }

        return count;
    }

    public override void Dispose()
    {
        _set.Dispose();
        NativeMemory.Free(_entries);
    }

    private static ulong Unaligned(byte* address) => MemoryMarshal.Read<ulong>(new ReadOnlySpan<byte>(address, sizeof(ulong)));

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private int TryControl(int operation, SafeDescriptor descriptor, ulong key, uint events)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = events;
        MemoryMarshal.Write(new Span<byte>(entry + KeyOffset, sizeof(ulong)), key);
        return Libc.epoll_ctl(_set, operation, descriptor, entry) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
