using System.ComponentModel;
using MessagePack.Formatters;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

/// <summary>A value that a formatter of the user's writes, for MessagePack-CSharp's own writer: its bytes cross as one block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MessagePackFormatterCodec<T, TFormatter> : ICodec<T?>
    where TFormatter : IMessagePackFormatter<T?>, new()
{
    public static void Write(ref WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(typeof(T));
        writer.WriteBinary(MessagePackBridge.Write(Formatter.Shared, value));
        writer.Leave();
    }

    public static T? Read(ref WireReader reader)
    {
        if (default(T) is null && reader.TryReadNil())
        {
            return default;
        }

        reader.Enter();
        T? value = MessagePackBridge.Read<T>(Formatter.Shared, ref reader);
        reader.Leave();
        return value;
    }

    // A class of its own, so that the formatter is made when the first value crosses and not before.
    private static class Formatter
    {
        public static readonly TFormatter Shared = new();
    }
}
