using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>Carries references to queues and ends of pipes, and makes the codec of what they carry known on both sides.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedChannelCodec<T, TItem, TItemCodec> : ICodec<T?>
    where T : class, ISharedObject<T>
    where TItemCodec : struct, ICodec<TItem>
{
    /// <inheritdoc/>
    public static void Write(ref WireWriter writer, T? value)
    {
        ItemCodecs.Add<TItem, TItemCodec>();
        SharedObjectCodec<T>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static T? Read(ref WireReader reader)
    {
        ItemCodecs.Add<TItem, TItemCodec>();
        return SharedObjectCodec<T>.Read(ref reader);
    }
}
