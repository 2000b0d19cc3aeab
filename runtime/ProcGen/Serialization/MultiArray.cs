using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

/// <summary>Arrays of several dimensions on the wire: the lengths, then all items as one array in the order of memory.</summary>
internal static class MultiArray
{
    /// <summary>Steps into the array and writes its lengths; the items follow.</summary>
    public static void WriteHeader(ref WireWriter writer, Array value)
    {
        writer.EnterArray(value.GetType(), value.Rank + 1);
        for (int dimension = 0; dimension < value.Rank; dimension++)
        {
            if (value.GetLowerBound(dimension) != 0)
            {
                throw new UnserializableValueException(value.GetType(), "its indexes do not start at 0. Copy it to one whose indexes do.");
            }

            writer.WriteInt64(value.GetLength(dimension));
        }
    }

    public static int ReadLength(ref WireReader reader) => (int)reader.ReadInt64(0, Array.MaxLength);

    /// <summary>Holds the lengths against the items that really came, before an array of that shape is made.</summary>
    public static void Check(ref WireReader reader, int first, int second, int third, int items)
    {
        // The runtime multiplies in 32 bits from the left and refuses what overflows, even if a zero follows.
        ulong plane = (ulong)first * (ulong)second;
        if (plane > uint.MaxValue || plane * (ulong)third != (ulong)items)
        {
            throw reader.Error($"an array of {first} times {second} times {third} comes with {items} items");
        }
    }

    /// <summary>All items in the order of memory.</summary>
    public static Span<T> Flatten<T>(Array value) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(value)), value.Length);
}
