using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>Writes and reads values of <typeparamref name="T"/> in the wire format. Codecs compose: a list of rows is <c>ListCodec&lt;Row, RowCodec&gt;</c>.</summary>
/// <remarks>
/// Implementations are empty structs, so that the compiler builds each composition once, without a virtual call, a resolver or reflection.
/// Generated code names them; people have no need to.
/// </remarks>
/// <typeparam name="T">The type that crosses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICodec<T>
{
    /// <summary>Appends <paramref name="value"/>.</summary>
    /// <exception cref="UnserializableValueException">The value cannot cross; nothing has been sent.</exception>
    static abstract void Write(ref WireWriter writer, T value);

    /// <summary>Reads one value, or throws; any bytes give one or the other, in bounded time and memory.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a value.</exception>
    static abstract T Read(ref WireReader reader);
}
