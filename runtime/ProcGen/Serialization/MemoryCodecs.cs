using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MemoryCodec<T, TCodec> : ICodec<Memory<T>>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, Memory<T> value) => Items.Write<T, TCodec>(ref writer, typeof(Memory<T>), value.Span);
    public static Memory<T> Read(ref WireReader reader) => Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyMemoryCodec<T, TCodec> : ICodec<ReadOnlyMemory<T>>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ReadOnlyMemory<T> value) =>
        Items.Write<T, TCodec>(ref writer, typeof(ReadOnlyMemory<T>), value.Span);

    public static ReadOnlyMemory<T> Read(ref WireReader reader) => Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ArraySegmentCodec<T, TCodec> : ICodec<ArraySegment<T>>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ArraySegment<T> value)
    {
        // A segment of no array is not the same as an empty one.
        if (value.Array is null)
        {
            writer.WriteNil();
            return;
        }

        Items.Write<T, TCodec>(ref writer, typeof(ArraySegment<T>), new ReadOnlySpan<T>(value.Array, value.Offset, value.Count));
    }

    public static ArraySegment<T> Read(ref WireReader reader) =>
        reader.TryReadNil() ? default : new ArraySegment<T>(Items.Read<T, TCodec>(ref reader));
}
