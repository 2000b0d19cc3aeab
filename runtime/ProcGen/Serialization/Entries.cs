using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace ProcGen.Serialization;

/// <summary>Dictionaries on the wire: a map, or an array of the number of the comparer and that map.</summary>
internal static class Entries
{
    public static void Write<TKey, TValue, TKeyCodec, TValueCodec>(
        ref WireWriter writer, Type type, KnownComparer comparer, IReadOnlyCollection<KeyValuePair<TKey, TValue>> entries)
        where TKeyCodec : struct, ICodec<TKey?>
        where TValueCodec : struct, ICodec<TValue?>
    {
        writer.Enter(type);
        WriteComparer(ref writer, comparer);
        int count = entries.Count;
        writer.WriteMapHeader(count);
        int written = 0;
        foreach ((TKey key, TValue value) in entries)
        {
            TKeyCodec.Write(ref writer, key);
            TValueCodec.Write(ref writer, value);
            written++;
        }

        writer.Leave();
        if (written != count)
        {
            throw CodecError.Changed(type);
        }
    }

    /// <summary>Writes any dictionary, or null, with its comparer if its class is known to have one. A count that others implement is not relied on.</summary>
    public static void WriteAny<TKey, TValue, TKeyCodec, TValueCodec>(ref WireWriter writer, IEnumerable<KeyValuePair<TKey, TValue>>? entries)
        where TKey : notnull
        where TKeyCodec : struct, ICodec<TKey?>
        where TValueCodec : struct, ICodec<TValue?>
    {
        if (entries is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(entries.GetType());
        WriteComparer(ref writer, ComparerOf(entries));
        int mark = writer.BeginMap();
        int written = 0;
        foreach ((TKey key, TValue value) in entries)
        {
            TKeyCodec.Write(ref writer, key);
            TValueCodec.Write(ref writer, value);
            written++;
        }

        writer.EndArray(mark, written);
        writer.Leave();
    }

    /// <summary>Reads into a dictionary directly: most dictionaries are one, or are made from one.</summary>
    public static Dictionary<TKey, TValue> Read<TKey, TValue, TKeyCodec, TValueCodec>(ref WireReader reader)
        where TKey : notnull
        where TKeyCodec : struct, ICodec<TKey?>
        where TValueCodec : struct, ICodec<TValue?>
    {
        int count = Begin<TKey>(ref reader, out KnownComparer comparer);
        Dictionary<TKey, TValue> entries = new(Items.First<KeyValuePair<TKey, TValue>>(count), Comparers.Equality<TKey>(comparer));
        for (int read = 0; read < count; read++)
        {
            TKey key = ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            bool isNew;
            try
            {
                isNew = entries.TryAdd(key, value);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw CannotBuild(ref reader, exception);
            }

            if (!isNew)
            {
                throw Twice(ref reader);
            }
        }

        reader.Leave();
        return entries;
    }

    /// <summary>Reads the entries, builds a dictionary of them, and holds it against what was read: a key that comes twice would leave it smaller.</summary>
    public static TMap Read<TKey, TValue, TKeyCodec, TValueCodec, TMap>(
        ref WireReader reader, Func<KeyValuePair<TKey, TValue>[], KnownComparer, TMap> build)
        where TKeyCodec : struct, ICodec<TKey?>
        where TValueCodec : struct, ICodec<TValue?>
        where TMap : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    {
        int count = Begin<TKey>(ref reader, out KnownComparer comparer);
        KeyValuePair<TKey, TValue>[] entries = new KeyValuePair<TKey, TValue>[Items.First<KeyValuePair<TKey, TValue>>(count)];
        for (int read = 0; read < count; read++)
        {
            if (read == entries.Length)
            {
                Array.Resize(ref entries, (int)Math.Min(count, 2L * read));
            }

            entries[read] = new(ReadKey<TKey, TKeyCodec>(ref reader), TValueCodec.Read(ref reader)!);
        }

        reader.Leave();
        TMap map;
        try
        {
            map = build(entries, comparer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw CannotBuild(ref reader, exception);
        }

        return map.Count == count ? map : throw Twice(ref reader);
    }

    private static void WriteComparer(ref WireWriter writer, KnownComparer comparer)
    {
        if (comparer != KnownComparer.Default)
        {
            writer.WriteArrayHeader(2);
            writer.WriteUInt64((ulong)comparer);
        }
    }

    private static int Begin<TKey>(ref WireReader reader, out KnownComparer comparer)
    {
        reader.Enter();
        comparer = KnownComparer.Default;
        if (reader.IsArray)
        {
            reader.ReadArrayHeader(2);
            comparer = Comparers.Read<TKey>(ref reader);
        }

        return reader.ReadMapHeader();
    }

    private static TKey ReadKey<TKey, TKeyCodec>(ref WireReader reader)
        where TKeyCodec : struct, ICodec<TKey?>
    {
        TKey? key = TKeyCodec.Read(ref reader);
        return key is null ? throw reader.Error("a key is null") : key;
    }

    // Keys that cannot be hashed or compared: their own code says so, in whatever way it likes.
    private static ProtocolException CannotBuild(ref WireReader reader, Exception exception) =>
        reader.Error($"a dictionary cannot be built: {exception.Message}");

    private static ProtocolException Twice(ref WireReader reader) => reader.Error("a dictionary holds a key twice");

    private static KnownComparer ComparerOf<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> entries)
        where TKey : notnull
    {
        Type type = entries.GetType();
        return entries switch
        {
            Dictionary<TKey, TValue> map => Comparers.Of(type, map.Comparer),
            SortedDictionary<TKey, TValue> map => Comparers.Of(type, map.Comparer),
            SortedList<TKey, TValue> map => Comparers.Of(type, map.Comparer),
            ConcurrentDictionary<TKey, TValue> map => Comparers.Of(type, map.Comparer),
            ImmutableDictionary<TKey, TValue> map => Comparers.Of(type, map.KeyComparer),
            ImmutableSortedDictionary<TKey, TValue> map => Comparers.Of(type, map.KeyComparer),
            FrozenDictionary<TKey, TValue> map => Comparers.Of(type, map.Comparer),
            ReadOnlyDictionary<TKey, TValue> map => ComparerOf(Wrapped<TKey, TValue>.Of(map)),
            _ => KnownComparer.Default,
        };
    }

    // What a ReadOnlyDictionary wraps is for derived classes only, and its comparer decides what its keys mean.
    private static class Wrapped<TKey, TValue>
        where TKey : notnull
    {
        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Dictionary")]
        public static extern IDictionary<TKey, TValue> Of(ReadOnlyDictionary<TKey, TValue> map);
    }
}
