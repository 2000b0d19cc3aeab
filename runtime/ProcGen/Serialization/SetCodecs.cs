using System.Collections.Frozen;
using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HashSetCodec<T, TCodec> : ICodec<HashSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, HashSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(HashSet<T>));
        KnownComparer comparer = Comparers.Of(typeof(HashSet<T>), value.Comparer);
        Sets.Write<T, TCodec>(ref writer, typeof(HashSet<T>), comparer, value.Count, value);
    }

    public static HashSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, HashSet<T>>(
            ref reader, static (items, comparer) => new HashSet<T>(items, Comparers.Equality<T>(comparer)));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedSetCodec<T, TCodec> : ICodec<SortedSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, SortedSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(SortedSet<T>));
        KnownComparer comparer = Comparers.Of(typeof(SortedSet<T>), value.Comparer);
        Sets.Write<T, TCodec>(ref writer, typeof(SortedSet<T>), comparer, value.Count, value);
    }

    public static SortedSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, SortedSet<T>>(
            ref reader, static (items, comparer) => new SortedSet<T>(items, Comparers.Order<T>(comparer)));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FrozenSetCodec<T, TCodec> : ICodec<FrozenSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, FrozenSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        KnownComparer comparer = Comparers.Of(typeof(FrozenSet<T>), value.Comparer);
        Sets.Write<T, TCodec>(ref writer, typeof(FrozenSet<T>), comparer, value.Count, value);
    }

    public static FrozenSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, FrozenSet<T>>(
            ref reader, static (items, comparer) => items.ToFrozenSet(Comparers.Equality<T>(comparer)));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SetInterfaceCodec<T, TCodec> : ICodec<ISet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ISet<T>? value) => Sets.WriteAny<T, TCodec>(ref writer, value);

    public static ISet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, HashSet<T>>(
            ref reader, static (items, comparer) => new HashSet<T>(items, Comparers.Equality<T>(comparer)));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlySetCodec<T, TCodec> : ICodec<IReadOnlySet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IReadOnlySet<T>? value) => Sets.WriteAny<T, TCodec>(ref writer, value);

    public static IReadOnlySet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, HashSet<T>>(
            ref reader, static (items, comparer) => new HashSet<T>(items, Comparers.Equality<T>(comparer)));
}
