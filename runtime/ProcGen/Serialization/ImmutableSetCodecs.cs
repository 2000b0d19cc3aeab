using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableHashSetCodec<T, TCodec> : ICodec<ImmutableHashSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableHashSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        KnownComparer comparer = Comparers.Of(typeof(ImmutableHashSet<T>), value.KeyComparer);
        Sets.Write<T, TCodec>(ref writer, typeof(ImmutableHashSet<T>), comparer, value.Count, value);
    }

    public static ImmutableHashSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, ImmutableHashSet<T>>(
            ref reader, static (items, comparer) => ImmutableHashSet.Create(Comparers.Equality<T>(comparer), items));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSortedSetCodec<T, TCodec> : ICodec<ImmutableSortedSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ImmutableSortedSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        KnownComparer comparer = Comparers.Of(typeof(ImmutableSortedSet<T>), value.KeyComparer);
        Sets.Write<T, TCodec>(ref writer, typeof(ImmutableSortedSet<T>), comparer, value.Count, value);
    }

    public static ImmutableSortedSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, ImmutableSortedSet<T>>(
            ref reader, static (items, comparer) => ImmutableSortedSet.Create(Comparers.Order<T>(comparer), items));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSetInterfaceCodec<T, TCodec> : ICodec<IImmutableSet<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, IImmutableSet<T>? value) => Sets.WriteAny<T, TCodec>(ref writer, value);

    public static IImmutableSet<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : Sets.Read<T, TCodec, ImmutableHashSet<T>>(
            ref reader, static (items, comparer) => ImmutableHashSet.Create(Comparers.Equality<T>(comparer), items));
}
