using System.Numerics;
using CsCheck;

namespace ProcGen.Tests.Serialization;

/// <summary>Random values with a taste for the edges.</summary>
internal static class Values
{
    private static readonly Gen<ulong> Bits = Gen.ULong;

    public static readonly Gen<double> Double = Bits.Select(BitConverter.UInt64BitsToDouble);
    public static readonly Gen<float> Single = Bits.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits));
    public static readonly Gen<Half> Half = Bits.Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits));
    public static readonly Gen<UInt128> UInt128 = Gen.Select(Bits, Bits, (upper, lower) => new UInt128(upper, lower));

    // A shift spreads the values over all widths that an integer can take on the wire.
    public static readonly Gen<long> Int64 = Gen.Select(Gen.Long, Gen.Int[0, 63], (value, shift) => value >> shift);
    public static readonly Gen<ulong> UInt64 = Gen.Select(Bits, Gen.Int[0, 63], (value, shift) => value >> shift);
    public static readonly Gen<int> Int32 = Gen.Select(Gen.Int, Gen.Int[0, 31], (value, shift) => value >> shift);

    // Any chars at all, so mostly with surrogates that stand alone; well-formed text; short ASCII.
    public static readonly Gen<string> Text = Gen.OneOf(
        Bits.Select(bits => (char)bits).Array[0, 20].Select(chars => new string(chars)),
        Bits.Select(bits => (char)(0xd7f0 + (bits % 0x900))).Array[0, 8].Select(chars => new string(chars)),
        Gen.Int[0, 0x10ffff].Where(scalar => System.Text.Rune.IsValid(scalar)).Select(scalar => new System.Text.Rune(scalar).ToString()).Array[0, 40].Select(string.Concat),
        Gen.String[Gen.Char[' ', '~'], 0, 60]);

    public static readonly Gen<string?> TextOrNull = Gen.Select(Text, Gen.Int[0, 5], (text, die) => die == 0 ? null : text);

    public static readonly Gen<BigInteger> BigInteger = Gen.Byte.Array[0, 60].Select(bytes => new BigInteger(bytes));

    public static readonly Gen<decimal> Decimal = Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28],
        (low, middle, high, isNegative, scale) => new decimal(low, middle, high, isNegative, scale));

    public static readonly Gen<DateTime> DateTime = Gen.Select(Gen.Long[0, System.DateTime.MaxValue.Ticks], Gen.Int[0, 2],
        (ticks, kind) => new DateTime(ticks, (DateTimeKind)kind));

    public static readonly Gen<DateTimeOffset> DateTimeOffset = Gen.Select(Gen.Long[TimeSpan.TicksPerDay, System.DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay],
        Gen.Int[-840, 840], (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    public static readonly Gen<Version> Version = Gen.Select(Gen.Int[0, 99], Gen.Int[0, int.MaxValue], Gen.Int[-1, 9], Gen.Int[-1, 9],
        (major, minor, build, revision) => build < 0 ? new Version(major, minor) : revision < 0 ? new Version(major, minor, build) : new Version(major, minor, build, revision));

    public static readonly Gen<System.Text.Rune> Rune = Gen.Int[0, 0x10ffff].Where(scalar => System.Text.Rune.IsValid(scalar)).Select(scalar => new System.Text.Rune(scalar));
    public static readonly Gen<Index> Index = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Bool, (value, fromEnd) => new Index(value, fromEnd));
    public static readonly Gen<Range> Range = Gen.Select(Index, Index, (start, end) => new Range(start, end));
    public static readonly Gen<Complex> Complex = Gen.Select(Double, Double, (real, imaginary) => new Complex(real, imaginary));

    public static readonly Gen<int[]> Integers = Int32.Array[0, 20];
    public static readonly Gen<string?[]> Texts = TextOrNull.Array[0, 6];
    public static readonly Gen<int[]> Distinct = Integers.Select(items => items.Distinct().ToArray());
    public static readonly Gen<string[]> DistinctTexts = Text.Array[0, 6].Select(items => items.Distinct().ToArray());
    public static readonly Gen<Dictionary<string, int>> Map = DistinctTexts.Select(keys => keys.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index));
    public static readonly Gen<Dictionary<int, string?>> Numbered = Gen.Select(Distinct, TextOrNull,
        (keys, text) => keys.ToDictionary(key => key, key => key % 3 == 0 ? text : $"{key}"));
}
