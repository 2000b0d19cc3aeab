using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnmanagedArrayCodec<T> : ICodec<T[]?>
    where T : unmanaged
{
    public static void Write(ref WireWriter writer, T[]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        RawBlock.Write(ref writer, new ReadOnlySpan<T>(value));
    }

    public static T[]? Read(ref WireReader reader) => reader.TryReadNil() ? null : RawBlock.ReadArray<T>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnmanagedListCodec<T> : ICodec<List<T>?>
    where T : unmanaged
{
    public static void Write(ref WireWriter writer, List<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(List<T>));
        RawBlock.Write<T>(ref writer, CollectionsMarshal.AsSpan(value));
    }

    public static List<T>? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = RawBlock.Read<T>(ref reader, out int count);
        List<T> value = new(count);
        CollectionsMarshal.SetCount(value, count);
        BulkCopy.Copy(bytes, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(value)));
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnmanagedMemoryCodec<T> : ICodec<Memory<T>>
    where T : unmanaged
{
    public static void Write(ref WireWriter writer, Memory<T> value) => RawBlock.Write<T>(ref writer, value.Span);
    public static Memory<T> Read(ref WireReader reader) => RawBlock.ReadArray<T>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnmanagedReadOnlyMemoryCodec<T> : ICodec<ReadOnlyMemory<T>>
    where T : unmanaged
{
    public static void Write(ref WireWriter writer, ReadOnlyMemory<T> value) => RawBlock.Write(ref writer, value.Span);
    public static ReadOnlyMemory<T> Read(ref WireReader reader) => RawBlock.ReadArray<T>(ref reader);
}
