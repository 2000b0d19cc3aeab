using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Platform;

// How many foreground threads the runtime knows.
//
// A program lives until its last foreground thread has ended: the runtime waits for them when Main returns. A child that is entered by the
// startup hook must not return, since Main would run then, and Environment.Exit waits for nobody. So it has to do the waiting by itself, and
// the library has no way to ask.
//
// CoreCLR publishes where it keeps its thread counts, for debuggers: an exported descriptor (DotNetRuntimeContractDescriptor, .NET 9 and
// newer) with the layout of its data as JSON. We read five integers by it. A runtime without it, or with another layout, gives null, and the
// child exits without waiting.
internal static unsafe class RuntimeThreads
{
    private static readonly string[] Counts = ["ThreadCount", "UnstartedCount", "BackgroundCount", "PendingCount", "DeadCount"];

    /// <summary>The struct that the runtime exports.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ContractDescriptor
    {
        public ulong Magic;
        public uint Flags;
        public uint JsonSize;
        public byte* Json;
        public uint PointerCount;
        public uint Padding;
        public nint* Pointers;
    }

    /// <summary>How many foreground threads run besides the caller's, which is one, or null when the runtime does not tell.</summary>
    /// <param name="runtimeLibrary">The runtime's file name.</param>
    public static int? CountOtherForeground(string runtimeLibrary)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || FindDescriptor(runtimeLibrary) is not { } address)
        {
            return null;
        }

        ContractDescriptor* descriptor = (ContractDescriptor*)address;
        ReadOnlySpan<byte> json = new(descriptor->Json, (int)descriptor->JsonSize);
        if (FindStore(json, descriptor) is not { } store || Section(json, "\"ThreadStore\":{"u8) is not { IsEmpty: false } layout)
        {
            return null;
        }

        Span<int> counts = stackalloc int[Counts.Length];
        for (int i = 0; i < Counts.Length; i++)
        {
            if (Number(layout, $"\"{Counts[i]}\":") is not { } offset)
            {
                return null;
            }

            counts[i] = Volatile.Read(ref *(int*)(store + offset));
        }

        (int all, int unstarted, int background, int pending, int dead) = (counts[0], counts[1], counts[2], counts[3], counts[4]);
        return Math.Max(0, all - unstarted - dead + pending - background - 1);
    }

    private static nint? FindDescriptor(string runtimeLibrary)
    {
        const string Export = "DotNetRuntimeContractDescriptor";
        string path = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), runtimeLibrary);

        // In a single-file bundle the runtime is part of the program's own file.
        return (File.Exists(path) && NativeLibrary.TryLoad(path, out nint library) && NativeLibrary.TryGetExport(library, Export, out nint address))
            || NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), Export, out address)
            ? address
            : null;
    }

    // "ThreadStore":[[3],"pointer"] says: the variable that points to the store is number 3 of the pointers.
    private static nint? FindStore(ReadOnlySpan<byte> json, ContractDescriptor* descriptor) =>
        Number(json, "\"ThreadStore\":[[") is { } index && index < descriptor->PointerCount && *(nint*)descriptor->Pointers[index] is var store and not 0 ? store : null;

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> json, ReadOnlySpan<byte> start)
    {
        int found = json.IndexOf(start);
        if (found < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = json[(found + start.Length)..];
        return rest[..Math.Max(0, rest.IndexOf((byte)'}'))];
    }

    private static int? Number(ReadOnlySpan<byte> json, string name)
    {
        Span<byte> label = stackalloc byte[name.Length];
        System.Text.Encoding.ASCII.GetBytes(name, label);
        int found = json.IndexOf(label);
        if (found < 0)
        {
            return null;
        }

        int value = 0;
        int position = found + label.Length;
        while (position < json.Length && char.IsAsciiDigit((char)json[position]) && value < 100_000)
        {
            value = (10 * value) + json[position++] - '0';
        }

        return value;
    }
}
