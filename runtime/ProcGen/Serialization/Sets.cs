using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ProcGen.Serialization;

/// <summary>Sets on the wire: an array of the items, or a map of one pair, from the number of the comparer to that array.</summary>
internal static class Sets
{
    public static void Write<T, TCodec>(ref WireWriter writer, Type type, KnownComparer comparer, int count, IEnumerable<T> items)
        where TCodec : struct, ICodec<T?>
    {
        if (comparer != KnownComparer.Default)
        {
            writer.WriteMapHeader(1);
            writer.WriteUInt64((ulong)comparer);
        }

        Items.Write<T, TCodec>(ref writer, type, count, items);
    }

    /// <summary>Writes any set, or null, with its comparer if its class is known to have one.</summary>
    public static void WriteAny<T, TCodec>(ref WireWriter writer, IEnumerable<T>? value)
        where TCodec : struct, ICodec<T?>
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        KnownComparer comparer = ComparerOf(value);
        if (comparer != KnownComparer.Default)
        {
            writer.WriteMapHeader(1);
            writer.WriteUInt64((ulong)comparer);
        }

        Items.WriteAny<T, TCodec>(ref writer, value);
    }

    /// <summary>Reads a set and holds it against what was read: an item that comes twice would leave it smaller.</summary>
    public static TSet Read<T, TCodec, TSet>(ref WireReader reader, Func<T[], KnownComparer, TSet> build)
        where TCodec : struct, ICodec<T?>
        where TSet : IReadOnlyCollection<T>
    {
        KnownComparer comparer = KnownComparer.Default;
        if (reader.IsMap)
        {
            if (reader.ReadMapHeader() != 1)
            {
                throw reader.Error("a set has more than one comparer");
            }

            comparer = Comparers.Read<T>(ref reader);
        }

        T[] items = Items.Read<T, TCodec>(ref reader);
        TSet value;
        try
        {
            value = build(items, comparer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Items that cannot be hashed or compared: their own code says so, in whatever way it likes.
            throw reader.Error($"a set cannot be built: {exception.Message}");
        }

        return value.Count == items.Length ? value : throw reader.Error("a set holds an item twice");
    }

    private static KnownComparer ComparerOf<T>(IEnumerable<T> value) => value switch
    {
        HashSet<T> set => Comparers.Of(value.GetType(), set.Comparer),
        SortedSet<T> set => Comparers.Of(value.GetType(), set.Comparer),
        ImmutableHashSet<T> set => Comparers.Of(value.GetType(), set.KeyComparer),
        ImmutableSortedSet<T> set => Comparers.Of(value.GetType(), set.KeyComparer),
        FrozenSet<T> set => Comparers.Of(value.GetType(), set.Comparer),
        _ => KnownComparer.Default,
    };
}
