using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>Carries references to shared objects. Null travels, too.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedObjectCodec<T> : ICodec<T?>
    where T : class, ISharedObject<T>
{
    /// <inheritdoc/>
    public static void Write(ref WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        value.WriteReference(ref writer);
    }

    /// <inheritdoc/>
    public static T? Read(ref WireReader reader) => reader.TryReadNil() ? null : T.ReadReference(ref reader);
}
