using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableArrayCodec<T, TCodec> : ICodec<ImmutableArray<T>>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableArray<T> value)
    {
        // The array that was never made is not the same as the empty one.
        if (value.IsDefault)
        {
            writer.WriteNil();
            return;
        }

        Items.Write<T, TCodec>(ref writer, typeof(ImmutableArray<T>), value.AsSpan());
    }

    public static ImmutableArray<T> Read(ref WireReader reader) =>
        reader.TryReadNil() ? default : ImmutableCollectionsMarshal.AsImmutableArray(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableListCodec<T, TCodec> : ICodec<ImmutableList<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableList<T>? value) =>
        Items.WriteExact<T, TCodec, ImmutableList<T>>(ref writer, value);

    public static ImmutableList<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : ImmutableList.Create(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableListInterfaceCodec<T, TCodec> : ICodec<IImmutableList<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IImmutableList<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);

    public static IImmutableList<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : ImmutableList.Create(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableQueueCodec<T, TCodec> : ICodec<ImmutableQueue<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableQueue<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);

    public static ImmutableQueue<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : ImmutableQueue.Create(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableStackCodec<T, TCodec> : ICodec<ImmutableStack<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableStack<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);

    public static ImmutableStack<T>? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        // A stack is enumerated from its top, and built from its bottom.
        T[] items = Items.Read<T, TCodec>(ref reader);
        Array.Reverse(items);
        return ImmutableStack.Create(items);
    }
}
