using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

/// <summary>Sequences of items on the wire: an array of what their codec writes. All codecs of collections read and write through here.</summary>
internal static class Items
{
    // What a header alone may make us allocate. The rest follows the items that really came, so that a few bytes which promise a
    // million items, on every one of 256 levels, cost what they are worth.
    private const int FirstBytes = 8192;

    /// <summary>For how many of <paramref name="count"/> promised items to make room before the first was read.</summary>
    public static int First<T>(int count) => Math.Min(count, Math.Max(1, FirstBytes / Unsafe.SizeOf<T>()));

    public static void Write<T, TCodec>(ref WireWriter writer, Type type, ReadOnlySpan<T> items)
        where TCodec : struct, ICodec<T?>
    {
        writer.EnterArray(type, items.Length);
        foreach (T item in items)
        {
            TCodec.Write(ref writer, item);
        }

        writer.Leave();
    }

    /// <summary>Writes a collection that knows its count.</summary>
    public static void Write<T, TCodec>(ref WireWriter writer, Type type, int count, IEnumerable<T> items)
        where TCodec : struct, ICodec<T?>
    {
        writer.EnterArray(type, count);
        int written = 0;
        foreach (T item in items)
        {
            TCodec.Write(ref writer, item);
            written++;
        }

        writer.Leave();
        if (written != count)
        {
            throw CodecError.Changed(type);
        }
    }

    /// <summary>Writes a collection of exactly the declared class, or null.</summary>
    public static void WriteExact<T, TCodec, TCollection>(ref WireWriter writer, TCollection? value)
        where TCodec : struct, ICodec<T?>
        where TCollection : class, IReadOnlyCollection<T>
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(TCollection));
        Write<T, TCodec>(ref writer, typeof(TCollection), value.Count, value);
    }

    /// <summary>Writes whatever can be enumerated, or null. A count that others implement is not relied on.</summary>
    public static void WriteAny<T, TCodec>(ref WireWriter writer, IEnumerable<T>? value)
        where TCodec : struct, ICodec<T?>
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                return;
            case T[] array:
                Write<T, TCodec>(ref writer, typeof(T[]), new ReadOnlySpan<T>(array));
                return;
            case List<T> list:
                Write<T, TCodec>(ref writer, typeof(List<T>), CollectionsMarshal.AsSpan(list));
                return;
        }

        writer.Enter(value.GetType());
        int mark = writer.BeginArray();
        int written = 0;
        foreach (T item in value)
        {
            TCodec.Write(ref writer, item);
            written++;
        }

        writer.EndArray(mark, written);
        writer.Leave();
    }

    public static T[] Read<T, TCodec>(ref WireReader reader)
        where TCodec : struct, ICodec<T?>
    {
        reader.Enter();
        int count = reader.ReadArrayHeader();
        T[] items = count == 0 ? [] : new T[First<T>(count)];
        for (int read = 0; read < count; read++)
        {
            if (read == items.Length)
            {
                Array.Resize(ref items, (int)Math.Min(count, 2L * read));
            }

            items[read] = TCodec.Read(ref reader)!;
        }

        reader.Leave();
        return items;
    }

    public static List<T> ReadList<T, TCodec>(ref WireReader reader)
        where TCodec : struct, ICodec<T?>
    {
        reader.Enter();
        int count = reader.ReadArrayHeader();
        List<T> items = new(First<T>(count));
        for (int read = 0; read < count; read++)
        {
            items.Add(TCodec.Read(ref reader)!);
        }

        reader.Leave();
        return items;
    }
}
