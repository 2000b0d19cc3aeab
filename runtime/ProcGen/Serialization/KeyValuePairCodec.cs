using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KeyValuePairCodec<TKey, TValue, TKeyCodec, TValueCodec> : ICodec<KeyValuePair<TKey, TValue>>
    where TKeyCodec : struct, ICodec<TKey?>
    where TValueCodec : struct, ICodec<TValue?>
{
    public static void Write(ref WireWriter writer, KeyValuePair<TKey, TValue> value)
    {
        writer.EnterArray(typeof(KeyValuePair<TKey, TValue>), 2);
        TKeyCodec.Write(ref writer, value.Key);
        TValueCodec.Write(ref writer, value.Value);
        writer.Leave();
    }

    public static KeyValuePair<TKey, TValue> Read(ref WireReader reader)
    {
        reader.EnterArray(2);
        KeyValuePair<TKey, TValue> value = new(TKeyCodec.Read(ref reader)!, TValueCodec.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}
