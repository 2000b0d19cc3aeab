using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<IDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, IDictionary<TKey, TValue>? value) =>
        Entries.WriteAny<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, value);

    public static IDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyDictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<IReadOnlyDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, IReadOnlyDictionary<TKey, TValue>? value) =>
        Entries.WriteAny<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, value);

    public static IReadOnlyDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Entries.Read<TKey, TValue, TKeyCodec, TValueCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<ReadOnlyDictionary<TKey, TValue>?>
    where TKey : notnull
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, ReadOnlyDictionary<TKey, TValue>? value)
    {
        if (value is not null)
        {
            CodecError.ThrowIfDerived(value, typeof(ReadOnlyDictionary<TKey, TValue>));
        }

        Entries.WriteAny<TKey, TValue, TKeyCodec, TValueCodec>(ref writer, value);
    }

    public static ReadOnlyDictionary<TKey, TValue>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : new ReadOnlyDictionary<TKey, TValue>(Entries.Read<TKey, TValue, TKeyCodec, TValueCodec>(ref reader));
}
