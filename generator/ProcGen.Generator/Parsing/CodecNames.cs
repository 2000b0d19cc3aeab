using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Parsing;

/// <summary>Names of generated codecs.</summary>
internal static class CodecNames
{
    private const int MaxLength = 80;
    private const string Suffix = "_Codec";

    public static string For(INamedTypeSymbol type)
    {
        string exact = TypeNames.Plain(type);
        string readable = exact.Replace("global::", "").Replace("@", "").Replace("?", "");
        string name = Identifiers.Sanitize(readable).Trim('_');

        // Company.Row becomes Company_Row. A name that has more in it than letters and dots could become another's: A.B_C and A_B.C.
        bool isPlain = name.Length <= MaxLength
            && !HintNames.HasTwin(type)
            && readable.All(static letter => char.IsLetterOrDigit(letter) || letter == '.');
        return (isPlain ? name : Cut(name) + "_" + StableHash.Short(exact)) + Suffix;
    }

    public static string WithoutSuffix(string name) => name.Substring(0, name.Length - Suffix.Length);

    private static string Cut(string name) => name.Length <= MaxLength ? name : name.Substring(0, MaxLength);
}
