using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<SortedDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, SortedDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(SortedDictionary<TKey, TValue>));
        KnownComparer comparer = Comparers.Of(typeof(SortedDictionary<TKey, TValue>), value.Comparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(SortedDictionary<TKey, TValue>), comparer, value);
    }

    public static SortedDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, SortedDictionary<TKey, TValue>>(ref reader, Build);

    private static SortedDictionary<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] entries, KnownComparer comparer)
    {
        SortedDictionary<TKey, TValue> map = new(Comparers.Order<TKey>(comparer));
        foreach ((TKey key, TValue value) in entries)
        {
            map.Add(key, value);
        }

        return map;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<SortedList<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, SortedList<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(SortedList<TKey, TValue>));
        KnownComparer comparer = Comparers.Of(typeof(SortedList<TKey, TValue>), value.Comparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(SortedList<TKey, TValue>), comparer, value);
    }

    public static SortedList<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, SortedList<TKey, TValue>>(ref reader, Build);

    // Sorted first: to insert in the order of a hostile message would take time that is quadratic.
    private static SortedList<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] entries, KnownComparer comparer)
    {
        SortedList<TKey, TValue> map = new(entries.Length, Comparers.Order<TKey>(comparer));
        IComparer<TKey> order = map.Comparer;
        Array.Sort(entries, (left, right) => order.Compare(left.Key, right.Key));
        foreach ((TKey key, TValue value) in entries)
        {
            map.Add(key, value);
        }

        return map;
    }
}
