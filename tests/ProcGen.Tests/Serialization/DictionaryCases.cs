using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class DictionaryCases
{
    public static IEnumerable<CodecCase> All =>
    [
        ByText<Dictionary<string, int>, DictionaryCodec<string, int, StringCodec, Int32Codec>>(map => map),
        ByText<Dictionary<string, int>, DictionaryCodec<string, int, StringCodec, Int32Codec>>(map => Relaxed(map)),
        ByNumber<Dictionary<int, string?>, DictionaryCodec<int, string?, Int32Codec, StringCodec>>(map => map),
        ByText<SortedDictionary<string, int>, SortedDictionaryCodec<string, int, StringCodec, Int32Codec>>(map => new(map, StringComparer.Ordinal)),
        ByNumber<SortedDictionary<int, string?>, SortedDictionaryCodec<int, string?, Int32Codec, StringCodec>>(map => new(map)),
        ByText<SortedList<string, int>, SortedListCodec<string, int, StringCodec, Int32Codec>>(map => new(map, StringComparer.Ordinal)),
        ByNumber<SortedList<int, string?>, SortedListCodec<int, string?, Int32Codec, StringCodec>>(map => new(map)),
        ByText<ConcurrentDictionary<string, int>, ConcurrentDictionaryCodec<string, int, StringCodec, Int32Codec>>(map => new(map)),
        ByText<IDictionary<string, int>, DictionaryInterfaceCodec<string, int, StringCodec, Int32Codec>>(map => map),
        ByText<IReadOnlyDictionary<string, int>, ReadOnlyDictionaryInterfaceCodec<string, int, StringCodec, Int32Codec>>(map => Relaxed(map)),
        ByText<ReadOnlyDictionary<string, int>, ReadOnlyDictionaryCodec<string, int, StringCodec, Int32Codec>>(map => new(Relaxed(map))),
        ByText<ImmutableDictionary<string, int>, ImmutableDictionaryCodec<string, int, StringCodec, Int32Codec>>(map => Relaxed(map).ToImmutableDictionary(StringComparer.OrdinalIgnoreCase)),
        ByNumber<ImmutableDictionary<int, string?>, ImmutableDictionaryCodec<int, string?, Int32Codec, StringCodec>>(map => map.ToImmutableDictionary()),
        ByNumber<ImmutableSortedDictionary<int, string?>, ImmutableSortedDictionaryCodec<int, string?, Int32Codec, StringCodec>>(map => map.ToImmutableSortedDictionary()),
        ByText<IImmutableDictionary<string, int>, ImmutableDictionaryInterfaceCodec<string, int, StringCodec, Int32Codec>>(map => map.ToImmutableDictionary()),
        ByText<FrozenDictionary<string, int>, FrozenDictionaryCodec<string, int, StringCodec, Int32Codec>>(map => Relaxed(map).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)),
        ByNumber<FrozenDictionary<int, string?>, FrozenDictionaryCodec<int, string?, Int32Codec, StringCodec>>(map => map.ToFrozenDictionary()),
        CodecCase.Of<KeyValuePair<string?, int>, KeyValuePairCodec<string?, int, StringCodec, Int32Codec>>(
            Values.TextOrNull.Select(text => KeyValuePair.Create(text, 3)), default(KeyValuePair<string?, int>)),
    ];

    private static Dictionary<string, int> Relaxed(Dictionary<string, int> map)
    {
        Dictionary<string, int> relaxed = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, int value) in map)
        {
            relaxed[key] = value;
        }

        return relaxed;
    }

    private static CodecCase ByText<TMap, TCodec>(Func<Dictionary<string, int>, TMap> make)
        where TMap : class
        where TCodec : struct, ICodec<TMap?> =>
        CodecCase.Of<TMap?, TCodec>(Values.Map.Select(map => (TMap?)make(map)), null, make([]), make(new() { ["b"] = 1, ["a"] = 2, [""] = 3 }));

    private static CodecCase ByNumber<TMap, TCodec>(Func<Dictionary<int, string?>, TMap> make)
        where TMap : class
        where TCodec : struct, ICodec<TMap?> =>
        CodecCase.Of<TMap?, TCodec>(Values.Numbered.Select(map => (TMap?)make(map)), null, make([]), make(Enumerable.Range(0, 900).ToDictionary(key => key, key => (string?)$"{key}")));
}
