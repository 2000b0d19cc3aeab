using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

public class CompletenessTests
{
    [Fact]
    public void Every_codec_of_the_library_is_tried_by_the_tests_of_all_codecs() =>
        Assert.Empty(Untried(typeof(ICodec<>).Assembly.GetTypes()));

    [Fact]
    public void A_codec_that_is_not_tried_would_be_named() =>
        Assert.Equal([typeof(TreeCodec)], Untried([typeof(TreeCodec), typeof(Int32Codec), typeof(string)]));

    [Fact]
    public void Memory_is_tried_behind_a_view_of_its_items() =>
        Assert.All(BehindViews, codec => Assert.Contains(CodecCases.All, tried => tried.Name.Contains(codec.Name.Split('`')[0], StringComparison.Ordinal)));

    private static Type[] BehindViews =>
        [typeof(UnmanagedMemoryCodec<>), typeof(UnmanagedReadOnlyMemoryCodec<>), typeof(MemoryCodec<,>), typeof(ReadOnlyMemoryCodec<,>)];

    // What comes back is the object itself and no copy of it: see SharedReferenceTests.
    private static Type[] ByReference => [typeof(SharedObjectCodec<>), typeof(SharedChannelCodec<,,>)];

    private static IEnumerable<Type> Untried(IEnumerable<Type> types) => types
        .Where(type => type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ICodec<>)))
        .Select(CodecCase.Definition)
        .Except(CodecCases.All.Select(tried => tried.Codec))
        .Except(BehindViews)
        .Except(ByReference);
}
