using System.Globalization;

namespace ProcGen.Serialization;

/// <summary>The comparers that exist on both sides. The numbers are part of the wire format.</summary>
internal enum KnownComparer : byte
{
    Default = 0,
    Ordinal = 1,
    OrdinalIgnoreCase = 2,
    InvariantCulture = 3,
    InvariantCultureIgnoreCase = 4,
}

/// <summary>Keeps what equality and order mean in a collection: a dictionary that ignores case does so on the other side, or does not cross.</summary>
internal static class Comparers
{
    public static KnownComparer Of<T>(Type owner, IEqualityComparer<T>? comparer)
    {
        if (comparer is null || comparer.Equals(EqualityComparer<T>.Default))
        {
            return KnownComparer.Default;
        }

        // Text is equal by default when it is ordinally equal.
        KnownComparer? known = OfText(comparer as IEqualityComparer<string?>);
        return known == KnownComparer.Ordinal ? KnownComparer.Default : known ?? throw CodecError.Comparer(owner, comparer);
    }

    public static KnownComparer Of<T>(Type owner, IComparer<T>? comparer) => comparer is null || comparer.Equals(Comparer<T>.Default)
        ? KnownComparer.Default
        : OfText(comparer as StringComparer) ?? throw CodecError.Comparer(owner, comparer);

    public static IEqualityComparer<T>? Equality<T>(KnownComparer known) => Text(known) as IEqualityComparer<T>;

    public static IComparer<T>? Order<T>(KnownComparer known) => Text(known) as IComparer<T>;

    /// <summary>Reads which comparer a collection of <typeparamref name="T"/> had; only text has others than the default.</summary>
    public static KnownComparer Read<T>(ref WireReader reader)
    {
        KnownComparer known = (KnownComparer)reader.ReadUInt64((ulong)KnownComparer.InvariantCultureIgnoreCase);
        return typeof(T) == typeof(string) || known == KnownComparer.Default
            ? known
            : throw reader.Error($"a collection of {typeof(T).Name} comes with a comparer of text");
    }

    private static KnownComparer? OfText(IEqualityComparer<string?>? comparer)
    {
        if (StringComparer.IsWellKnownOrdinalComparer(comparer, out bool ignoresCase))
        {
            return ignoresCase ? KnownComparer.OrdinalIgnoreCase : KnownComparer.Ordinal;
        }

        bool isInvariant = StringComparer.IsWellKnownCultureAwareComparer(comparer, out CompareInfo? culture, out CompareOptions options)
            && culture.Name.Length == 0;
        return (isInvariant, options) switch
        {
            (true, CompareOptions.None) => KnownComparer.InvariantCulture,
            (true, CompareOptions.IgnoreCase) => KnownComparer.InvariantCultureIgnoreCase,
            _ => null,
        };
    }

    private static StringComparer? Text(KnownComparer known) => known switch
    {
        KnownComparer.Ordinal => StringComparer.Ordinal,
        KnownComparer.OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
        KnownComparer.InvariantCulture => StringComparer.InvariantCulture,
        KnownComparer.InvariantCultureIgnoreCase => StringComparer.InvariantCultureIgnoreCase,
        _ => null,
    };
}
