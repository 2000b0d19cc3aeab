using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NullableCodec<T, TCodec> : ICodec<T?>
    where T : struct
    where TCodec : struct, ICodec<T>
{
    public static void Write(ref WireWriter writer, T? value)
    {
        if (value is { } present)
        {
            TCodec.Write(ref writer, present);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static T? Read(ref WireReader reader) => reader.TryReadNil() ? null : TCodec.Read(ref reader);
}
