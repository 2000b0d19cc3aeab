using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>What collections keep, what they may lose, and what is refused because it would be lost.</summary>
public class CollectionRuleTests
{
    public static TheoryData<StringComparer> KnownComparers =>
        [StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase];

    [Theory]
    [MemberData(nameof(KnownComparers))]
    public void Dictionaries_keep_a_well_known_comparer(StringComparer comparer)
    {
        Dictionary<string, int> map = new(comparer) { ["ä"] = 1 };
        AssertAlike(comparer, Wire.Copy<Dictionary<string, int>?, DictionaryCodec<string, int, StringCodec, Int32Codec>>(map)!.Comparer);
        AssertAlike(comparer, Wire.Copy<ConcurrentDictionary<string, int>?, ConcurrentDictionaryCodec<string, int, StringCodec, Int32Codec>>(new(map, comparer))!.Comparer);
        AssertAlike(comparer, Wire.Copy<FrozenDictionary<string, int>?, FrozenDictionaryCodec<string, int, StringCodec, Int32Codec>>(map.ToFrozenDictionary(comparer))!.Comparer);
        AssertAlike(comparer, Wire.Copy<ImmutableDictionary<string, int>?, ImmutableDictionaryCodec<string, int, StringCodec, Int32Codec>>(map.ToImmutableDictionary(comparer))!.KeyComparer);
        AssertAlike(comparer, ((Dictionary<string, int>)Wire.Copy<IDictionary<string, int>?, DictionaryInterfaceCodec<string, int, StringCodec, Int32Codec>>(map)!).Comparer);
        AssertOrdersAlike(comparer, Wire.Copy<SortedDictionary<string, int>?, SortedDictionaryCodec<string, int, StringCodec, Int32Codec>>(new(map, comparer))!.Comparer);
        AssertOrdersAlike(comparer, Wire.Copy<SortedList<string, int>?, SortedListCodec<string, int, StringCodec, Int32Codec>>(new(map, comparer))!.Comparer);
        AssertOrdersAlike(comparer, Wire.Copy<ImmutableSortedDictionary<string, int>?, ImmutableSortedDictionaryCodec<string, int, StringCodec, Int32Codec>>(map.ToImmutableSortedDictionary(comparer))!.KeyComparer);
    }

    [Theory]
    [MemberData(nameof(KnownComparers))]
    public void Sets_keep_a_well_known_comparer(StringComparer comparer)
    {
        HashSet<string> set = new(comparer) { "ä" };
        AssertAlike(comparer, Wire.Copy<HashSet<string>?, HashSetCodec<string, StringCodec>>(set)!.Comparer);
        AssertAlike(comparer, Wire.Copy<FrozenSet<string>?, FrozenSetCodec<string, StringCodec>>(set.ToFrozenSet(comparer))!.Comparer);
        AssertAlike(comparer, Wire.Copy<ImmutableHashSet<string>?, ImmutableHashSetCodec<string, StringCodec>>(set.ToImmutableHashSet(comparer))!.KeyComparer);
        AssertAlike(comparer, ((HashSet<string>)Wire.Copy<ISet<string>?, SetInterfaceCodec<string, StringCodec>>(set)!).Comparer);
        AssertOrdersAlike(comparer, Wire.Copy<SortedSet<string>?, SortedSetCodec<string, StringCodec>>(new(set, comparer))!.Comparer);
        AssertOrdersAlike(comparer, Wire.Copy<ImmutableSortedSet<string>?, ImmutableSortedSetCodec<string, StringCodec>>(set.ToImmutableSortedSet(comparer))!.KeyComparer);
    }

    [Fact]
    public void A_read_only_dictionary_keeps_the_comparer_of_what_it_wraps()
    {
        ReadOnlyDictionary<string, int> copy = Wire.Copy<ReadOnlyDictionary<string, int>?, ReadOnlyDictionaryCodec<string, int, StringCodec, Int32Codec>>(
            new(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 }))!;
        Assert.True(copy.ContainsKey("A"));
    }

    [Fact]
    public void Other_comparers_are_refused_with_advice()
    {
        UnserializableValueException error = Assert.Throws<UnserializableValueException>(() =>
            Wire.Encode<Dictionary<int, int>?, DictionaryCodec<int, int, Int32Codec, Int32Codec>>(new(new Parity())));
        Assert.Contains("Parity", error.Message, StringComparison.Ordinal);
        Assert.Contains("build it there", error.Message, StringComparison.Ordinal);
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<HashSet<int>?, HashSetCodec<int, Int32Codec>>(new(new Parity())));
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<ISet<int>?, SetInterfaceCodec<int, Int32Codec>>(new HashSet<int>(new Parity())));
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<HashSet<string>?, HashSetCodec<string, StringCodec>>(new(StringComparer.Create(new("tr-TR"), ignoreCase: true))));
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<SortedSet<int>?, SortedSetCodec<int, Int32Codec>>(new(Comparer<int>.Create((left, right) => right - left))));
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<ImmutableDictionary<int, int>?, ImmutableDictionaryCodec<int, int, Int32Codec, Int32Codec>>(
            ImmutableDictionary.Create<int, int>(null, new Parity())));
    }

    [Fact]
    public void A_comparer_of_text_is_refused_where_the_items_are_no_text()
    {
        Assert.Throws<ProtocolException>(() => Wire.Decode<HashSet<int>?, HashSetCodec<int, Int32Codec>>([0x81, 0x02, 0x90]));
        Assert.Throws<ProtocolException>(() => Wire.Decode<HashSet<string>?, HashSetCodec<string, StringCodec>>([0x81, 0x05, 0x90]));
    }

    [Fact]
    public void A_derived_class_is_refused_where_its_base_is_declared()
    {
        UnserializableValueException error = Assert.Throws<UnserializableValueException>(() => Wire.Encode<List<int>?, ListCodec<int, Int32Codec>>(new Derived()));
        Assert.Contains("[Union]", error.Message, StringComparison.Ordinal);
        Assert.Equal(typeof(Derived), error.ValueType);
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<List<int>?, UnmanagedListCodec<int>>(new Derived()));
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<Collection<int>?, CollectionCodec<int, Int32Codec>>(new ObservableCollection<int>()));
    }

    [Fact]
    public void A_derived_class_is_flattened_where_an_interface_is_declared()
    {
        Assert.Equal([1, 2], Wire.Copy<IEnumerable<int>?, EnumerableCodec<int, Int32Codec>>(new Derived { 1, 2 })!);
        Assert.Equal([1, 2], Wire.Copy<IReadOnlyList<int>?, ReadOnlyListCodec<int, Int32Codec>>(new Derived { 1, 2 })!);
        Assert.Equal([1, 2], Wire.Copy<ISet<int>?, SetInterfaceCodec<int, Int32Codec>>(new SortedSet<int> { 2, 1 })!);
        Assert.Equal([3, 4], Wire.Copy<IDictionary<int, int>?, DictionaryInterfaceCodec<int, int, Int32Codec, Int32Codec>>(new SortedList<int, int> { [1] = 3, [2] = 4 })!.Values);
    }

    [Fact]
    public void A_sequence_without_a_count_is_written_as_it_is_enumerated() =>
        Assert.Equal(Enumerable.Range(0, 1000).Where(number => number % 3 == 0),
            Wire.Copy<IEnumerable<int>?, EnumerableCodec<int, Int32Codec>>(Enumerable.Range(0, 1000).Where(number => number % 3 == 0))!);

    [Fact]
    public void A_collection_with_a_wrong_count_is_written_as_it_is_enumerated() =>
        Assert.Equal([7], Wire.Copy<IReadOnlyCollection<int>?, ReadOnlyCollectionCodec<int, Int32Codec>>(new Miscounted())!);

    [Fact]
    public void The_immutable_array_that_was_never_made_survives()
    {
        Assert.True(Wire.Copy<ImmutableArray<int>, ImmutableArrayCodec<int, Int32Codec>>(default).IsDefault);
        Assert.False(Wire.Copy<ImmutableArray<int>, ImmutableArrayCodec<int, Int32Codec>>([]).IsDefault);
        Assert.Null(Wire.Copy<ArraySegment<int>, ArraySegmentCodec<int, Int32Codec>>(default).Array);
    }

    [Fact]
    public void A_large_hostile_sorted_list_is_built_in_a_moment()
    {
        const int Count = 200_000;
        byte[] message = Wire.Encode((ref WireWriter writer) =>
        {
            writer.WriteMapHeader(Count);
            for (int key = Count; key > 0; key--)
            {
                writer.WriteInt64(key);
                writer.WriteInt64(0);
            }
        });
        Assert.Equal(Count, Wire.Decode<SortedList<int, int>?, SortedListCodec<int, int, Int32Codec, Int32Codec>>(message)!.Count);
    }

    [Fact]
    public void Memory_without_an_array_is_empty_memory()
    {
        Assert.Equal(0, Wire.Copy<Memory<int>, UnmanagedMemoryCodec<int>>(default).Length);
        Assert.Equal("bc", new string(Wire.Copy<ReadOnlyMemory<char>, UnmanagedReadOnlyMemoryCodec<char>>("abcd".AsMemory(1, 2)).Span));
    }

    private static void AssertAlike(StringComparer expected, IEqualityComparer<string> actual)
    {
        Assert.Equal(expected.Equals("a", "A"), actual.Equals("a", "A"));
        Assert.Equal(expected.Equals("e\u0301", "\u00e9"), actual.Equals("e\u0301", "\u00e9"));
    }

    private static void AssertOrdersAlike(StringComparer expected, IComparer<string> actual) => Assert.Same(expected, actual);

    private sealed class Derived : List<int>;

    private sealed class Parity : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x % 2 == y % 2;

        public int GetHashCode(int obj) => obj % 2;
    }

    private sealed class Miscounted : IReadOnlyCollection<int>
    {
        public int Count => 5;

        public IEnumerator<int> GetEnumerator()
        {
            yield return 7;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
