using System.Buffers.Binary;
using System.ComponentModel;
using System.Numerics;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HalfCodec : ICodec<Half>
{
    // MessagePack has no such number, and a wider one would not keep the bits of every NaN.
    public static void Write(ref WireWriter writer, Half value) => writer.WriteUInt64(BitConverter.HalfToUInt16Bits(value));
    public static Half Read(ref WireReader reader) => BitConverter.UInt16BitsToHalf((ushort)reader.ReadUInt64(ushort.MaxValue));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DecimalCodec : ICodec<decimal>
{
    private const int Size = 16;

    // All of its 16 bytes, so that 1.0 and 1.00 stay apart.
    public static void Write(ref WireWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Span<byte> target = writer.ReserveBinary(Size);
        for (int part = 0; part < parts.Length; part++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[(part * sizeof(int))..], parts[part]);
        }
    }

    public static decimal Read(ref WireReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinary(Size);
        Span<int> parts = stackalloc int[4];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(part * sizeof(int))..]);
        }

        return AreFlags(parts[3]) ? new decimal(parts) : throw reader.Error("a decimal has an impossible scale");
    }

    /// <summary>Whether the last part of a decimal holds a sign, a scale of at most 28, and nothing else.</summary>
    internal static bool AreFlags(int flags) => (flags & ~unchecked((int)0x80ff0000)) == 0 && ((flags >> 16) & 0xff) <= 28;
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Int128Codec : ICodec<Int128>
{
    private const int Size = 16;

    public static void Write(ref WireWriter writer, Int128 value) =>
        BinaryPrimitives.WriteInt128LittleEndian(writer.ReserveBinary(Size), value);
    public static Int128 Read(ref WireReader reader) => BinaryPrimitives.ReadInt128LittleEndian(reader.ReadBinary(Size));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UInt128Codec : ICodec<UInt128>
{
    private const int Size = 16;

    public static void Write(ref WireWriter writer, UInt128 value) =>
        BinaryPrimitives.WriteUInt128LittleEndian(writer.ReserveBinary(Size), value);
    public static UInt128 Read(ref WireReader reader) => BinaryPrimitives.ReadUInt128LittleEndian(reader.ReadBinary(Size));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BigIntegerCodec : ICodec<BigInteger>
{
    public static void Write(ref WireWriter writer, BigInteger value) =>
        value.TryWriteBytes(writer.ReserveBinary(value.GetByteCount()), out _);

    public static BigInteger Read(ref WireReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinary();
        try
        {
            return new BigInteger(bytes);
        }
        catch (OverflowException)
        {
            throw reader.Error($"a number of {bytes.Length} bytes is larger than any");
        }
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ComplexCodec : ICodec<Complex>
{
    public static void Write(ref WireWriter writer, Complex value)
    {
        writer.EnterArray(typeof(Complex), 2);
        writer.WriteDouble(value.Real);
        writer.WriteDouble(value.Imaginary);
        writer.Leave();
    }

    public static Complex Read(ref WireReader reader)
    {
        reader.EnterArray(2);
        Complex value = new(reader.ReadDouble(), reader.ReadDouble());
        reader.Leave();
        return value;
    }
}
