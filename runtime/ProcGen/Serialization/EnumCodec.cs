using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EnumCodec<TEnum> : ICodec<TEnum>
    where TEnum : struct, Enum
{
    // The compiler knows the underlying type, so that one branch of each is left.
    private static Type Underlying => typeof(TEnum).GetEnumUnderlyingType();

    public static void Write(ref WireWriter writer, TEnum value)
    {
        if (Underlying == typeof(int))
        {
            writer.WriteInt64(Unsafe.BitCast<TEnum, int>(value));
        }
        else if (Underlying == typeof(byte))
        {
            writer.WriteUInt64(Unsafe.BitCast<TEnum, byte>(value));
        }
        else if (Underlying == typeof(sbyte))
        {
            writer.WriteInt64(Unsafe.BitCast<TEnum, sbyte>(value));
        }
        else if (Underlying == typeof(short))
        {
            writer.WriteInt64(Unsafe.BitCast<TEnum, short>(value));
        }
        else if (Underlying == typeof(ushort))
        {
            writer.WriteUInt64(Unsafe.BitCast<TEnum, ushort>(value));
        }
        else if (Underlying == typeof(uint))
        {
            writer.WriteUInt64(Unsafe.BitCast<TEnum, uint>(value));
        }
        else if (Underlying == typeof(long))
        {
            writer.WriteInt64(Unsafe.BitCast<TEnum, long>(value));
        }
        else
        {
            writer.WriteUInt64(Unsafe.BitCast<TEnum, ulong>(value));
        }
    }

    // Values without a name are values too: flags, and members that a newer build has added.
    public static TEnum Read(ref WireReader reader)
    {
        if (Underlying == typeof(int))
        {
            return Unsafe.BitCast<int, TEnum>(Int32Codec.Read(ref reader));
        }

        if (Underlying == typeof(byte))
        {
            return Unsafe.BitCast<byte, TEnum>(ByteCodec.Read(ref reader));
        }

        if (Underlying == typeof(sbyte))
        {
            return Unsafe.BitCast<sbyte, TEnum>(SByteCodec.Read(ref reader));
        }

        if (Underlying == typeof(short))
        {
            return Unsafe.BitCast<short, TEnum>(Int16Codec.Read(ref reader));
        }

        if (Underlying == typeof(ushort))
        {
            return Unsafe.BitCast<ushort, TEnum>(UInt16Codec.Read(ref reader));
        }

        if (Underlying == typeof(uint))
        {
            return Unsafe.BitCast<uint, TEnum>(UInt32Codec.Read(ref reader));
        }

        return Underlying == typeof(long)
            ? Unsafe.BitCast<long, TEnum>(Int64Codec.Read(ref reader))
            : Unsafe.BitCast<ulong, TEnum>(UInt64Codec.Read(ref reader));
    }
}
