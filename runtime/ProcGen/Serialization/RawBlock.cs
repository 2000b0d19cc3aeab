using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Serialization;

/// <summary>Items without references as one block of memory, as they lie. Both sides run the same build on the same machine, so their layout agrees.</summary>
internal static class RawBlock
{
    public static unsafe void Write<T>(ref WireWriter writer, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        Span<byte> target = writer.ReserveBinary((long)items.Length * sizeof(T));
        BulkCopy.Copy(MemoryMarshal.AsBytes(items), target);
    }

    /// <summary>Reads the bytes of a block and how many items they are, all of which are valid.</summary>
    public static unsafe ReadOnlySpan<byte> Read<T>(ref WireReader reader, out int count)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinary();
        if (bytes.Length % sizeof(T) != 0)
        {
            throw reader.Error($"a block of {bytes.Length} bytes is not a number of items of {sizeof(T)} bytes");
        }

        count = bytes.Length / sizeof(T);
        return AreValid<T>(bytes) ? bytes : throw reader.Error($"a block of {typeof(T).Name} holds an impossible one");
    }

    public static T[] ReadArray<T>(ref WireReader reader)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Read<T>(ref reader, out int count);
        if (count == 0)
        {
            return [];
        }

        T[] items = LargeArray.Allocate<T>(count);
        BulkCopy.Copy(bytes, MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }

    // Most types without references are valid whatever their bits. These are not, and code that trusts them misbehaves.
    private static bool AreValid<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
        {
            return bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) < 0;
        }

        if (typeof(T) == typeof(decimal))
        {
            // The flags lie first.
            return All(bytes, stride: 4, static (int flags) => DecimalCodec.AreFlags(flags));
        }

        if (typeof(T) == typeof(DateTime))
        {
            return All(bytes, stride: 1, static (ulong bits) => DateTimeCodec.AreBits(bits));
        }

        if (typeof(T) == typeof(DateTimeOffset))
        {
            return All(bytes, stride: 1, static (DateTimeOffset time) => DateTimeOffsetCodec.IsValid(time));
        }

        if (typeof(T) == typeof(DateOnly))
        {
            return All(bytes, stride: 1, static (int day) => (uint)day <= (uint)DateOnly.MaxValue.DayNumber);
        }

        if (typeof(T) == typeof(TimeOnly))
        {
            return All(bytes, stride: 1, static (long ticks) => (ulong)ticks <= (ulong)TimeOnly.MaxValue.Ticks);
        }

        return typeof(T) != typeof(Rune) || All(bytes, stride: 1, static (uint scalar) => Rune.IsValid(scalar));
    }

    private static unsafe bool All<TPart>(ReadOnlySpan<byte> bytes, int stride, Func<TPart, bool> isValid)
        where TPart : unmanaged
    {
        for (; bytes.Length > 0; bytes = bytes[(stride * sizeof(TPart))..])
        {
            if (!isValid(MemoryMarshal.Read<TPart>(bytes)))
            {
                return false;
            }
        }

        return true;
    }
}
