using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>Writes a value and reads one, in one step each.</summary>
internal static class Wire
{
    public delegate void Writing(ref WireWriter writer);

    public static byte[] Encode<T, TCodec>(T value)
        where TCodec : struct, ICodec<T> => Encode((ref WireWriter writer) => TCodec.Write(ref writer, value));

    public static byte[] Encode(Writing write)
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static T Decode<T, TCodec>(ReadOnlySpan<byte> bytes)
        where TCodec : struct, ICodec<T>
    {
        WireReader reader = new(bytes);
        T value = TCodec.Read(ref reader);
        reader.End();
        return value;
    }

    public static T Copy<T, TCodec>(T value)
        where TCodec : struct, ICodec<T> => Decode<T, TCodec>(Encode<T, TCodec>(value));
}
