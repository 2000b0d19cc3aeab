using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<ImmutableDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, ImmutableDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        if (!value.ValueComparer.Equals(EqualityComparer<TValue>.Default))
        {
            throw CodecError.Comparer(typeof(ImmutableDictionary<TKey, TValue>), value.ValueComparer);
        }

        KnownComparer comparer = Comparers.Of(typeof(ImmutableDictionary<TKey, TValue>), value.KeyComparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(ImmutableDictionary<TKey, TValue>), comparer, value);
    }

    public static ImmutableDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, ImmutableDictionary<TKey, TValue>>(
            ref reader, static (entries, comparer) => ImmutableDictionary.CreateRange(Comparers.Equality<TKey>(comparer), entries));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<ImmutableSortedDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, ImmutableSortedDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        if (!value.ValueComparer.Equals(EqualityComparer<TValue>.Default))
        {
            throw CodecError.Comparer(typeof(ImmutableSortedDictionary<TKey, TValue>), value.ValueComparer);
        }

        KnownComparer comparer = Comparers.Of(typeof(ImmutableSortedDictionary<TKey, TValue>), value.KeyComparer);
        Entries.Write<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, typeof(ImmutableSortedDictionary<TKey, TValue>), comparer, value);
    }

    public static ImmutableSortedDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, ImmutableSortedDictionary<TKey, TValue>>(
            ref reader, static (entries, comparer) => ImmutableSortedDictionary.CreateRange(Comparers.Order<TKey>(comparer), entries));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableDictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<IImmutableDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, IImmutableDictionary<TKey, TValue>? value) =>
        Entries.WriteAny<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, value);

    public static IImmutableDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec, ImmutableDictionary<TKey, TValue>>(
            ref reader, static (entries, comparer) => ImmutableDictionary.CreateRange(Comparers.Equality<TKey>(comparer), entries));
}
