using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<Dictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, Dictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(Dictionary<TKey, TValue>));
        KnownComparer comparer = Comparers.Of(typeof(Dictionary<TKey, TValue>), value.Comparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(Dictionary<TKey, TValue>), comparer, value);
    }

    public static Dictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<ConcurrentDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, ConcurrentDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(ConcurrentDictionary<TKey, TValue>));
        // A copy, since others may change it meanwhile.
        KnownComparer comparer = Comparers.Of(typeof(ConcurrentDictionary<TKey, TValue>), value.Comparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(ConcurrentDictionary<TKey, TValue>), comparer, value.ToArray());
    }

    public static ConcurrentDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, ConcurrentDictionary<TKey, TValue>>(
            ref reader, static (entries, comparer) => new(entries, Comparers.Equality<TKey>(comparer)));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<FrozenDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, FrozenDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        KnownComparer comparer = Comparers.Of(typeof(FrozenDictionary<TKey, TValue>), value.Comparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(FrozenDictionary<TKey, TValue>), comparer, value);
    }

    public static FrozenDictionary<TKey, TValue>? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        Dictionary<TKey, TValue> entries = Entries.Read<TKey, TValue, TKeyCodec, TValueCodec>(ref reader);
        return entries.ToFrozenDictionary(entries.Comparer);
    }
}
