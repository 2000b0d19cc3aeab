using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal sealed unsafe partial class LinuxPlatform
{
    public override SafeDescriptor CreateMemory(int size)
    {
        fixed (byte* name = "procgen\0"u8)
        {
            SafeDescriptor memory = AboveInherited(Checked(Libc.memfd_create(name, Libc.MFD_CLOEXEC)));
            int error = Libc.posix_fallocate(memory, 0, size);
            if (error == 0)
            {
                return memory;
            }

            memory.Dispose();
            throw new InsufficientMemoryException($"{size:N0} bytes of shared memory are not to be had: {new Win32Exception(error).Message}.");
        }
    }

    public override byte* Map(SafeDescriptor memory, int size)
    {
        byte* address = Libc.mmap(null, (nuint)size, Libc.PROT_READ_WRITE, Libc.MAP_SHARED, memory, 0);
        return (nint)address != -1 ? address : throw LastError();
    }

    public override void Unmap(byte* address, int size) => _ = Libc.munmap(address, (nuint)size);
}
