using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Platform.Linux;

internal sealed unsafe partial class LinuxPlatform
{
    public override SafeDescriptor CreateMemory(long size)
    {
        fixed (byte* name = "procgen\0"u8)
        {
            SafeDescriptor memory = AboveInherited(Checked(Libc.memfd_create(name, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING)));
            if (Libc.ftruncate(memory, size) != 0)
            {
                Win32Exception error = LastError();
                memory.Dispose();
                throw error;
            }

            // Whoever has the descriptor could otherwise cut the file, and every touch behind the cut would be a bus error in all processes.
            Checked(Libc.fcntl(memory.Number, Libc.F_ADD_SEALS, Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL));
            return memory;
        }
    }

    // The kernel would take what it can and then end somebody for want of memory: more than there is must not even be tried. What it refuses
    // half-way it gives back by itself.
    public override void Reserve(SafeDescriptor memory, long offset, long length)
    {
        const long Unquestioned = 1 << 20;
        if (length > Unquestioned && ProcFileSystem.AvailableMemory() is { } available && length > available)
        {
            throw Shortage(length, $"{available:N0} bytes of memory are available");
        }

        while (Libc.fallocate(memory, 0, offset, length) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Libc.EINTR)
            {
                throw Shortage(length, new Win32Exception(error).Message);
            }
        }
    }

    public override void Unreserve(SafeDescriptor memory, long offset, long length) =>
        _ = Libc.fallocate(memory, Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, offset, length);

    public override byte* Map(SafeDescriptor memory, long offset, long length)
    {
        byte* address = Libc.mmap(null, (nuint)length, Libc.PROT_READ_WRITE, Libc.MAP_SHARED, memory, offset);
        return (nint)address != -1 ? address : throw LastError();
    }

    public override void Unmap(byte* address, long length) => _ = Libc.munmap(address, (nuint)length);

    public override void PreferLargePages(byte* address, long length)
    {
        long page = Environment.SystemPageSize;
        long start = ((long)address + page - 1) / page * page;
        long end = ((long)address + length) / page * page;
        if (start < end)
        {
            _ = Libc.madvise((byte*)start, (nuint)(end - start), Libc.MADV_HUGEPAGE);
        }
    }

    public override void ReadMemory(SafeDescriptor memory, long offset, Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint read = Libc.pread(memory, start, (nuint)bytes.Length, offset);
            if (read != bytes.Length)
            {
                throw LastError();
            }
        }
    }

    private static InsufficientMemoryException Shortage(long length, string why) =>
        new($"{length:N0} bytes of shared memory are not to be had: {why}. Ask for less, or dispose of what is no longer used.");
}
