using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ArrayCodec<T, TCodec> : ICodec<T[]?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, T[]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        // A span made this way takes an array of a derived class as well: its items answer for themselves.
        Items.Write<T, TCodec>(ref writer, typeof(T[]), new ReadOnlySpan<T>(value));
    }

    public static T[]? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MultiArrayCodec2<T, TCodec> : ICodec<T[,]?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, T[,]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        MultiArray.WriteHeader(ref writer, value);
        Items.Write<T, TCodec>(ref writer, typeof(T[,]), MultiArray.Flatten<T>(value));
        writer.Leave();
    }

    public static T[,]? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.EnterArray(3);
        int rows = MultiArray.ReadLength(ref reader);
        int columns = MultiArray.ReadLength(ref reader);
        T[] items = Items.Read<T, TCodec>(ref reader);
        reader.Leave();
        MultiArray.Check(ref reader, rows, columns, 1, items.Length);
        T[,] value = new T[rows, columns];
        items.CopyTo(MultiArray.Flatten<T>(value));
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MultiArrayCodec3<T, TCodec> : ICodec<T[,,]?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, T[,,]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        MultiArray.WriteHeader(ref writer, value);
        Items.Write<T, TCodec>(ref writer, typeof(T[,,]), MultiArray.Flatten<T>(value));
        writer.Leave();
    }

    public static T[,,]? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.EnterArray(4);
        int planes = MultiArray.ReadLength(ref reader);
        int rows = MultiArray.ReadLength(ref reader);
        int columns = MultiArray.ReadLength(ref reader);
        T[] items = Items.Read<T, TCodec>(ref reader);
        reader.Leave();
        MultiArray.Check(ref reader, planes, rows, columns, items.Length);
        T[,,] value = new T[planes, rows, columns];
        items.CopyTo(MultiArray.Flatten<T>(value));
        return value;
    }
}
