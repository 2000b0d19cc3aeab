using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Platform.Linux;

// posix_spawn rather than fork: managed code cannot run between fork and exec, and posix_spawn shares the parent's memory until exec, so a
// large parent costs nothing. What it cannot do (parent-death signal) the child does for itself.
//
// The caller must be a thread that lives as long as the process: the parent-death signal that the child asks for follows this very thread.
internal sealed unsafe partial class LinuxPlatform
{
    private delegate* unmanaged<void*, int, int> _addCloseFrom;
    private bool _closeFromKnown;

    public override SpawnedProcess Spawn(SpawnRequest request)
    {
        byte* actions = stackalloc byte[Libc.SizeOfSpawnFileActions];
        byte* attributes = stackalloc byte[Libc.SizeOfSpawnAttributes];
        Check(Libc.posix_spawn_file_actions_init(actions));
        try
        {
            Check(Libc.posix_spawnattr_init(attributes));
            try
            {
                using var memory = new NativeStrings();
                AddDescriptors(actions, request, memory);
                if (request.WorkingDirectory is not null)
                {
                    Check(Libc.posix_spawn_file_actions_addchdir_np(actions, memory.Add(request.WorkingDirectory)));
                }

                SetAttributes(attributes);
                using ThreadAffinity affinity = new(request.ProcessorAffinity);
                int error = Libc.posix_spawn(
                    out int processId, memory.Add(request.FileName), actions, attributes, memory.AddList(request.Arguments), memory.AddList(request.Environment));
                Check(error);
                return Open(processId);
            }
            finally
            {
                _ = Libc.posix_spawnattr_destroy(attributes);
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static SpawnedProcess Open(int processId)
    {
        int handle = (int)Libc.syscall(Libc.SYS_pidfd_open, processId, 0, 0, 0);
        if (handle >= 0)
        {
            return new SpawnedProcess(processId, new SafeDescriptor(handle));
        }

        // Without a handle nobody could tell when it ends. It has done nothing yet; it must not stay.
        int error = Marshal.GetLastPInvokeError();
        _ = Libc.kill(processId, 9);
        throw error == Libc.ENOSYS
            ? new PlatformNotSupportedException("ProcGen needs Linux 5.4 or newer: this kernel (or its sandbox) has no process descriptors (pidfd_open).")
            : new SpawnException(error);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new SpawnException(error);
        }
    }

    private void AddDescriptors(byte* actions, SpawnRequest request, NativeStrings memory)
    {
        byte* nowhere = memory.Add("/dev/null");
        Check(Libc.posix_spawn_file_actions_addopen(actions, 0, nowhere, Libc.O_RDONLY, 0));
        AddOutput(actions, 1, request.StandardOutput, request.DiscardOutput, nowhere);
        AddOutput(actions, 2, request.StandardError, discard: false, nowhere);
        int number = SpawnRequest.FirstInherited;
        foreach (SafeDescriptor descriptor in request.Inherited)
        {
            Check(Libc.posix_spawn_file_actions_adddup2(actions, descriptor.Number, number++));
        }

        CloseFrom(actions, number);
    }

    private void AddOutput(byte* actions, int number, SafeDescriptor? target, bool discard, byte* nowhere)
    {
        if (target is not null)
        {
            Check(Libc.posix_spawn_file_actions_adddup2(actions, target.Number, number));
        }
        else if (discard || !IsStandardOpen(number))
        {
            // A closed standard stream would become the first file that the child opens, and its messages would end up in there.
            Check(Libc.posix_spawn_file_actions_addopen(actions, number, nowhere, Libc.O_WRONLY, 0));
        }
    }

    // .NET opens everything close-on-exec; this closes what others opened without. musl and old glibc lack it, and are left with .NET's care.
    private void CloseFrom(byte* actions, int first)
    {
        if (!_closeFromKnown)
        {
            if (NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addclosefrom_np", out nint address))
            {
                _addCloseFrom = (delegate* unmanaged<void*, int, int>)address;
            }

            _closeFromKnown = true;
        }

        if (_addCloseFrom is not null)
        {
            Check(_addCloseFrom(actions, first));
        }
    }

    private static void SetAttributes(byte* attributes)
    {
        // A group of its own keeps Ctrl+C at the terminal away from the child: its parent decides what becomes of it.
        byte* all = stackalloc byte[Libc.SizeOfSignalSet];
        byte* none = stackalloc byte[Libc.SizeOfSignalSet];
        new Span<byte>(all, Libc.SizeOfSignalSet).Fill(0xff);
        new Span<byte>(none, Libc.SizeOfSignalSet).Clear();
        Check(Libc.posix_spawnattr_setpgroup(attributes, 0));
        Check(Libc.posix_spawnattr_setsigdefault(attributes, all));
        Check(Libc.posix_spawnattr_setsigmask(attributes, none));
        Check(Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETPGROUP | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK));
    }

    /// <summary>Zero-terminated strings that live as long as this object.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Add(string text)
        {
            int size = Encoding.UTF8.GetByteCount(text);
            byte* block = Allocate(size + 1);
            Encoding.UTF8.GetBytes(text, new Span<byte>(block, size));
            block[size] = 0;
            return block;
        }

        public byte** AddList(IReadOnlyList<string> texts)
        {
            byte** list = (byte**)Allocate((texts.Count + 1) * sizeof(byte*));
            for (int i = 0; i < texts.Count; i++)
            {
                list[i] = Add(texts[i]);
            }

            list[texts.Count] = null;
            return list;
        }

        public void Dispose()
        {
            foreach (nint block in _blocks)
            {
                NativeMemory.Free((void*)block);
            }
        }

        private byte* Allocate(int size)
        {
            byte* block = (byte*)NativeMemory.Alloc((nuint)size);
            _blocks.Add((nint)block);
            return block;
        }
    }
}
