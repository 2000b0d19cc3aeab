using System.Collections.Frozen;
using System.Collections.Immutable;
using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class SetCases
{
    public static IEnumerable<CodecCase> All =>
    [
        Texts<HashSet<string>, HashSetCodec<string, StringCodec>>(items => [.. items]),
        Texts<HashSet<string>, HashSetCodec<string, StringCodec>>(items => new(items, StringComparer.OrdinalIgnoreCase)),
        Numbers<HashSet<int>, HashSetCodec<int, Int32Codec>>(items => [.. items]),
        Texts<SortedSet<string>, SortedSetCodec<string, StringCodec>>(items => new(items, StringComparer.Ordinal)),
        Numbers<SortedSet<int>, SortedSetCodec<int, Int32Codec>>(items => [.. items]),
        Texts<ISet<string>, SetInterfaceCodec<string, StringCodec>>(items => new HashSet<string>(items)),
        Texts<IReadOnlySet<string>, ReadOnlySetCodec<string, StringCodec>>(items => new HashSet<string>(items)),
        Texts<ImmutableHashSet<string>, ImmutableHashSetCodec<string, StringCodec>>(items => [.. items]),
        Texts<ImmutableSortedSet<string>, ImmutableSortedSetCodec<string, StringCodec>>(items => items.ToImmutableSortedSet(StringComparer.InvariantCultureIgnoreCase)),
        Numbers<ImmutableSortedSet<int>, ImmutableSortedSetCodec<int, Int32Codec>>(items => [.. items]),
        Texts<IImmutableSet<string>, ImmutableSetInterfaceCodec<string, StringCodec>>(items => items.ToImmutableHashSet()),
        Texts<FrozenSet<string>, FrozenSetCodec<string, StringCodec>>(items => items.ToFrozenSet()),
        Numbers<FrozenSet<int>, FrozenSetCodec<int, Int32Codec>>(items => items.ToFrozenSet()),
        CodecCase.Of<HashSet<string?>?, HashSetCodec<string?, StringCodec>>(Gen.Const<HashSet<string?>?>([null, "a"])),
        CodecCase.Of<FrozenSet<string?>?, FrozenSetCodec<string?, StringCodec>>(Gen.Const<FrozenSet<string?>?>(new string?[] { null, "a" }.ToFrozenSet())),
    ];

    private static CodecCase Texts<TSet, TCodec>(Func<string[], TSet> make)
        where TSet : class
        where TCodec : struct, ICodec<TSet?> =>
        CodecCase.Of<TSet?, TCodec>(Values.DistinctTexts.Select(items => (TSet?)make(items)), null, make([]), make(["b", "a", "C"]));

    private static CodecCase Numbers<TSet, TCodec>(Func<int[], TSet> make)
        where TSet : class
        where TCodec : struct, ICodec<TSet?> =>
        CodecCase.Of<TSet?, TCodec>(Values.Distinct.Select(items => (TSet?)make(items)), null, make([]), make([.. Enumerable.Range(0, 900)]));
}
