using System.Globalization;
using System.Text;

namespace ProcGen.Generator.Parsing;

/// <summary>FNV-1a with 64 bits: the same on every machine and in every run, unlike the platform's own hashes.</summary>
internal static class StableHash
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(string text)
    {
        ulong hash = Start;
        foreach (byte unit in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ unit) * Prime);
        }

        return hash;
    }

    /// <summary>Eight digits for names.</summary>
    public static string Short(string text) => (Of(text) & uint.MaxValue).ToString("x8", CultureInfo.InvariantCulture);
}
