using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EnumerableCodec<T, TCodec> : ICodec<IEnumerable<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IEnumerable<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);
    public static IEnumerable<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyCollectionCodec<T, TCodec> : ICodec<IReadOnlyCollection<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IReadOnlyCollection<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);
    public static IReadOnlyCollection<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyListCodec<T, TCodec> : ICodec<IReadOnlyList<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IReadOnlyList<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);
    public static IReadOnlyList<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.Read<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionInterfaceCodec<T, TCodec> : ICodec<ICollection<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ICollection<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);
    public static ICollection<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.ReadList<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ListInterfaceCodec<T, TCodec> : ICodec<IList<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IList<T>? value) => Items.WriteAny<T, TCodec>(ref writer, value);
    public static IList<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.ReadList<T, TCodec>(ref reader);
}
