using System.Runtime.InteropServices;
using System.Text;
using ProcGen.Memory;

namespace ProcGen.Synchronization;

/// <summary>The layout of a shared list: a slot for each element, then room for texts and bytes. Pure: knows memory, no locks.</summary>
internal readonly unsafe struct SharedListSlots(byte* start, int count)
{
    private const int CapacityStep = 8;

    private enum ElementKind : uint
    {
        Null,
        Boolean,
        Int32,
        Int64,
        Single,
        Double,
        Text,
        Bytes,
    }

    private Slot* Slots => (Slot*)start;

    /// <summary>How many bytes a list of these elements takes.</summary>
    /// <exception cref="ArgumentException">An element is of a type that a list cannot hold.</exception>
    public static long Measure(ReadOnlySpan<object?> elements)
    {
        long size = (long)elements.Length * sizeof(Slot);
        foreach (object? element in elements)
        {
            size += CapacityFor(element);
        }

        return size;
    }

    /// <summary>Lays the slots out and fills them.</summary>
    public void Fill(ReadOnlySpan<object?> elements)
    {
        long offset = (long)elements.Length * sizeof(Slot);
        for (int i = 0; i < elements.Length; i++)
        {
            int capacity = CapacityFor(elements[i]);
            Slots[i].Offset = offset;
            Slots[i].Capacity = capacity;
            offset += capacity;
            Set(i, elements[i]);
        }
    }

    public object? Get(int index)
    {
        Slot* slot = At(index);
        long bits = slot->Bits;
        return slot->Kind switch
        {
            ElementKind.Null => null,
            ElementKind.Boolean => bits != 0,
            ElementKind.Int32 => (int)bits,
            ElementKind.Int64 => bits,
            ElementKind.Single => BitConverter.Int32BitsToSingle((int)bits),
            ElementKind.Double => BitConverter.Int64BitsToDouble(bits),
            ElementKind.Text => Encoding.UTF8.GetString(Content(slot)),
            ElementKind.Bytes => Content(slot).ToArray(),
            _ => throw new InvalidDataException($"Element {index} of the shared list is torn: a process died while it wrote it. Set it anew."),
        };
    }

    /// <exception cref="ArgumentException">The element is of a type that a list cannot hold, or too long for its place.</exception>
    public void Set(int index, object? value)
    {
        Slot* slot = At(index);
        switch (value)
        {
            case null:
                Put(slot, ElementKind.Null, 0);
                break;
            case bool flag:
                Put(slot, ElementKind.Boolean, flag ? 1 : 0);
                break;
            case int number:
                Put(slot, ElementKind.Int32, number);
                break;
            case long number:
                Put(slot, ElementKind.Int64, number);
                break;
            case float number:
                Put(slot, ElementKind.Single, BitConverter.SingleToInt32Bits(number));
                break;
            case double number:
                Put(slot, ElementKind.Double, BitConverter.DoubleToInt64Bits(number));
                break;
            case string text:
                int length = Encoding.UTF8.GetByteCount(text);
                ThrowIfTooLong(slot, text, length, index);
                Encoding.UTF8.GetBytes(text, new Span<byte>(start + slot->Offset, length));
                Put(slot, ElementKind.Text, length);
                break;
            case byte[] bytes:
                ThrowIfTooLong(slot, bytes, bytes.Length, index);
                bytes.CopyTo(new Span<byte>(start + slot->Offset, bytes.Length));
                Put(slot, ElementKind.Bytes, bytes.Length);
                break;
            default:
                throw CannotHold(value);
        }
    }

    private static int CapacityFor(object? element) => element switch
    {
        string text => Round(Encoding.UTF8.GetByteCount(text)),
        byte[] bytes => Round(bytes.Length),
        null or bool or int or long or float or double => CapacityStep,
        _ => throw CannotHold(element),
    };

    // At least one step, so that an empty text can become a short one.
    private static int Round(int length) => (Math.Max(length, 1) + CapacityStep - 1) / CapacityStep * CapacityStep;

    private static void Put(Slot* slot, ElementKind kind, long bits)
    {
        slot->Bits = bits;
        slot->Kind = kind;
    }

    private static void ThrowIfTooLong(Slot* slot, object value, int length, int index)
    {
        if (length > slot->Capacity)
        {
            throw new ArgumentException($"Element {index} of the shared list has room for {slot->Capacity} bytes, and the value takes {length}. A place keeps the size that it was made with.", nameof(value));
        }
    }

    private static ArgumentException CannotHold(object value) =>
        new($"A shared list holds bool, int, long, float, double, string, byte[] and null, and no {value.GetType()}.", nameof(value));

    private Slot* At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return Slots + index;
    }

    private ReadOnlySpan<byte> Content(Slot* slot) => new(start + slot->Offset, (int)Math.Clamp(slot->Bits, 0, slot->Capacity));

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public ElementKind Kind;
        public int Capacity;
        public long Offset;
        public long Bits;
    }
}
