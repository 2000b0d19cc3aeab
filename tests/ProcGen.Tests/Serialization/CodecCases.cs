namespace ProcGen.Tests.Serialization;

/// <summary>All codecs of the library.</summary>
public static class CodecCases
{
    public static IReadOnlyList<CodecCase> All { get; } =
        [.. ScalarCases.All, .. ArrayCases.All, .. CollectionCases.All, .. SetCases.All, .. DictionaryCases.All, .. TupleCases.All];

    public static TheoryData<string> Names => [.. All.Select(codec => codec.Name).Distinct()];

    // One codec may be listed with several kinds of values.
    public static IEnumerable<CodecCase> Named(string name) => All.Where(codec => codec.Name == name);
}
