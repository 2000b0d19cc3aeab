using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BooleanCodec : ICodec<bool>
{
    public static void Write(ref WireWriter writer, bool value) => writer.WriteBoolean(value);
    public static bool Read(ref WireReader reader) => reader.ReadBoolean();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SByteCodec : ICodec<sbyte>
{
    public static void Write(ref WireWriter writer, sbyte value) => writer.WriteInt64(value);
    public static sbyte Read(ref WireReader reader) => (sbyte)reader.ReadInt64(sbyte.MinValue, sbyte.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ByteCodec : ICodec<byte>
{
    public static void Write(ref WireWriter writer, byte value) => writer.WriteUInt64(value);
    public static byte Read(ref WireReader reader) => (byte)reader.ReadUInt64(byte.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Int16Codec : ICodec<short>
{
    public static void Write(ref WireWriter writer, short value) => writer.WriteInt64(value);
    public static short Read(ref WireReader reader) => (short)reader.ReadInt64(short.MinValue, short.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UInt16Codec : ICodec<ushort>
{
    public static void Write(ref WireWriter writer, ushort value) => writer.WriteUInt64(value);
    public static ushort Read(ref WireReader reader) => (ushort)reader.ReadUInt64(ushort.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Int32Codec : ICodec<int>
{
    public static void Write(ref WireWriter writer, int value) => writer.WriteInt64(value);
    public static int Read(ref WireReader reader) => reader.ReadInt32();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UInt32Codec : ICodec<uint>
{
    public static void Write(ref WireWriter writer, uint value) => writer.WriteUInt64(value);
    public static uint Read(ref WireReader reader) => (uint)reader.ReadUInt64(uint.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Int64Codec : ICodec<long>
{
    public static void Write(ref WireWriter writer, long value) => writer.WriteInt64(value);
    public static long Read(ref WireReader reader) => reader.ReadInt64();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UInt64Codec : ICodec<ulong>
{
    public static void Write(ref WireWriter writer, ulong value) => writer.WriteUInt64(value);
    public static ulong Read(ref WireReader reader) => reader.ReadUInt64();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NIntCodec : ICodec<nint>
{
    public static void Write(ref WireWriter writer, nint value) => writer.WriteInt64(value);
    public static nint Read(ref WireReader reader) => (nint)reader.ReadInt64(nint.MinValue, nint.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NUIntCodec : ICodec<nuint>
{
    public static void Write(ref WireWriter writer, nuint value) => writer.WriteUInt64(value);
    public static nuint Read(ref WireReader reader) => (nuint)reader.ReadUInt64(nuint.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CharCodec : ICodec<char>
{
    public static void Write(ref WireWriter writer, char value) => writer.WriteUInt64(value);
    public static char Read(ref WireReader reader) => (char)reader.ReadUInt64(char.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SingleCodec : ICodec<float>
{
    public static void Write(ref WireWriter writer, float value) => writer.WriteSingle(value);
    public static float Read(ref WireReader reader) => reader.ReadSingle();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DoubleCodec : ICodec<double>
{
    public static void Write(ref WireWriter writer, double value) => writer.WriteDouble(value);
    public static double Read(ref WireReader reader) => reader.ReadDouble();
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StringCodec : ICodec<string?>
{
    public static void Write(ref WireWriter writer, string? value) => writer.WriteString(value);
    public static string? Read(ref WireReader reader) => reader.ReadString();
}
