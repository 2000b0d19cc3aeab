using System.Collections.Immutable;
using System.Collections.ObjectModel;
using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class CollectionCases
{
    public static IEnumerable<CodecCase> All =>
    [
        Texts<List<string?>, ListCodec<string?, StringCodec>>(items => [.. items]),
        CodecCase.Of<List<List<int?>?>?, ListCodec<List<int?>?, ListCodec<int?, NullableCodec<int, Int32Codec>>>>(
            Values.Integers.Array[0, 3].Select(lists => (List<List<int?>?>?)[.. lists.Select(items => items.Length == 0 ? null : items.Select(item => item % 2 == 0 ? (int?)null : item).ToList())])),
        Numbers<IEnumerable<int>, EnumerableCodec<int, Int32Codec>>(items => items),
        Numbers<IReadOnlyCollection<int>, ReadOnlyCollectionCodec<int, Int32Codec>>(items => items),
        Numbers<IReadOnlyList<int>, ReadOnlyListCodec<int, Int32Codec>>(items => items),
        Texts<ICollection<string?>, CollectionInterfaceCodec<string?, StringCodec>>(items => items.ToList()),
        Texts<IList<string?>, ListInterfaceCodec<string?, StringCodec>>(items => items.ToList()),
        Texts<Queue<string?>, QueueCodec<string?, StringCodec>>(items => new(items)),
        Texts<Stack<string?>, StackCodec<string?, StringCodec>>(items => new(items)),
        Texts<LinkedList<string?>, LinkedListCodec<string?, StringCodec>>(items => new(items)),
        Texts<ObservableCollection<string?>, ObservableCollectionCodec<string?, StringCodec>>(items => [.. items]),
        Texts<Collection<string?>, CollectionCodec<string?, StringCodec>>(items => [.. items]),
        Texts<ReadOnlyCollection<string?>, ReadOnlyCollectionClassCodec<string?, StringCodec>>(items => new(items)),
        CodecCase.Of<ImmutableArray<string?>, ImmutableArrayCodec<string?, StringCodec>>(Values.Texts.Select(items => items.ToImmutableArray()), []),
        Texts<ImmutableList<string?>, ImmutableListCodec<string?, StringCodec>>(items => [.. items]),
        Texts<IImmutableList<string?>, ImmutableListInterfaceCodec<string?, StringCodec>>(items => items.ToImmutableList()),
        Texts<ImmutableQueue<string?>, ImmutableQueueCodec<string?, StringCodec>>(items => [.. items]),
        Texts<ImmutableStack<string?>, ImmutableStackCodec<string?, StringCodec>>(items => [.. items]),
    ];

    private static CodecCase Texts<TCollection, TCodec>(Func<string?[], TCollection> make)
        where TCollection : class
        where TCodec : struct, ICodec<TCollection?> =>
        CodecCase.Of<TCollection?, TCodec>(Values.Texts.Select(items => (TCollection?)make(items)), null, make([]), make([null]), make(["a", "b", "c"]), make(new string[5000]));

    private static CodecCase Numbers<TCollection, TCodec>(Func<int[], TCollection> make)
        where TCollection : class
        where TCodec : struct, ICodec<TCollection?> =>
        CodecCase.Of<TCollection?, TCodec>(Values.Integers.Select(items => (TCollection?)make(items)), null, make([]), make([.. Enumerable.Range(0, 70_000)]));
}
