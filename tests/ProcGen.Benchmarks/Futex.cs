using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Benchmarks;

/// <summary>The system call that everything which sleeps ends in, with nothing around it.</summary>
internal static unsafe partial class Futex
{
    private const int Wait = 0;
    private const int Wake = 1;

    private static readonly nint Number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    /// <summary>Sets a word of shared memory and wakes who sleeps on it.</summary>
    public static void Give(ref uint word)
    {
        Volatile.Write(ref word, 1);
        _ = Call(Number, (uint*)Unsafe.AsPointer(ref word), Wake, 1, null);
    }

    /// <summary>Sleeps until a word of shared memory is set, and clears it.</summary>
    public static void Take(ref uint word)
    {
        while (Volatile.Read(ref word) == 0)
        {
            _ = Call(Number, (uint*)Unsafe.AsPointer(ref word), Wait, 0, null);
        }

        Volatile.Write(ref word, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, uint* word, nint operation, nint value, void* timeout);
}
