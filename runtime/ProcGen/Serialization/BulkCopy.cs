using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ProcGen.Serialization;

/// <summary>Copies of memory of any size, the large ones past the caches.</summary>
/// <remarks>Source and target do not overlap.</remarks>
internal static unsafe class BulkCopy
{
    // An ordinary store reads the line first that it is about to fill, and drives out what the caches hold. Up to here that pays: the other side
    // finds what was written in the cache that both share. Measured from one array through shared memory into another, both ways, against
    // ordinary copies: 8 MiB take 4 % longer, 12 MiB 7 % less, 16 MiB 14 % less, 64 MiB 40 % less.
    public const int Threshold = 12 << 20;

    /// <summary>Copies all of the source to the start of the target. Whoever sees what this thread writes next sees all of it.</summary>
    /// <exception cref="ArgumentException">The target is shorter.</exception>
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.Length < Threshold || !Vector128.IsHardwareAccelerated)
        {
            source.CopyTo(target);
        }
        else
        {
            Stream(source, target);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stream(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (target.Length < source.Length)
        {
            throw new ArgumentException($"The target has {target.Length:N0} bytes, and the source {source.Length:N0}.", nameof(target));
        }

        fixed (byte* from = source, to = target)
        {
            // Stores past the caches go to aligned places. Where they are read from does not matter.
            int width = Vector256.IsHardwareAccelerated ? Vector256<byte>.Count : Vector128<byte>.Count;
            int head = (int)(-(nint)to & (width - 1));
            source[..head].CopyTo(target);
            int step = 4 * width;
            int tail = head + ((source.Length - head) / step * step);
            if (Vector256.IsHardwareAccelerated)
            {
                StreamBy256(from, to, head, tail);
            }
            else
            {
                StreamBy128(from, to, head, tail);
            }

            source[tail..].CopyTo(target[tail..]);
        }

        // These stores are not ordered with others, of which one may tell another process that all is there.
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
        else
        {
            Interlocked.MemoryBarrier();
        }
    }

    private static void StreamBy256(byte* from, byte* to, int position, int end)
    {
        const int Width = 32;
        for (; position < end; position += 4 * Width)
        {
            // All reads before all writes: a line at a time each.
            Vector256<byte> first = Vector256.Load(from + position);
            Vector256<byte> second = Vector256.Load(from + position + Width);
            Vector256<byte> third = Vector256.Load(from + position + (2 * Width));
            Vector256<byte> fourth = Vector256.Load(from + position + (3 * Width));
            first.StoreAlignedNonTemporal(to + position);
            second.StoreAlignedNonTemporal(to + position + Width);
            third.StoreAlignedNonTemporal(to + position + (2 * Width));
            fourth.StoreAlignedNonTemporal(to + position + (3 * Width));
        }
    }

    private static void StreamBy128(byte* from, byte* to, int position, int end)
    {
        const int Width = 16;
        for (; position < end; position += 4 * Width)
        {
            Vector128<byte> first = Vector128.Load(from + position);
            Vector128<byte> second = Vector128.Load(from + position + Width);
            Vector128<byte> third = Vector128.Load(from + position + (2 * Width));
            Vector128<byte> fourth = Vector128.Load(from + position + (3 * Width));
            first.StoreAlignedNonTemporal(to + position);
            second.StoreAlignedNonTemporal(to + position + Width);
            third.StoreAlignedNonTemporal(to + position + (2 * Width));
            fourth.StoreAlignedNonTemporal(to + position + (3 * Width));
        }
    }
}
