using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class ScalarCases
{
    private const char LoneHigh = '\ud83d';
    private const char LoneLow = '\ude00';

    private enum Signed8 : sbyte { Low = sbyte.MinValue, High = sbyte.MaxValue }
    private enum Unsigned8 : byte { High = byte.MaxValue }
    private enum Signed16 : short { Low = short.MinValue }
    private enum Unsigned16 : ushort { High = ushort.MaxValue }
    private enum Signed32 { Low = int.MinValue, Minus = -1 }
    private enum Unsigned32 : uint { High = uint.MaxValue }
    private enum Signed64 : long { Low = long.MinValue }
    private enum Unsigned64 : ulong { High = ulong.MaxValue }

    public static IEnumerable<CodecCase> All =>
    [
        CodecCase.Of<bool, BooleanCodec>(Gen.Bool, true, false),
        CodecCase.Of<sbyte, SByteCodec>(Gen.SByte, sbyte.MinValue, -33, -32, -1, 0, sbyte.MaxValue),
        CodecCase.Of<byte, ByteCodec>(Gen.Byte, 0, 127, 128, byte.MaxValue),
        CodecCase.Of<short, Int16Codec>(Gen.Short, short.MinValue, -129, -128, 0, 255, 256, short.MaxValue),
        CodecCase.Of<ushort, UInt16Codec>(Gen.UShort, 0, 255, 256, ushort.MaxValue),
        CodecCase.Of<int, Int32Codec>(Values.Int32, int.MinValue, -32769, -32768, 0, 65535, 65536, int.MaxValue),
        CodecCase.Of<uint, UInt32Codec>(Gen.UInt, 0, uint.MaxValue),
        CodecCase.Of<long, Int64Codec>(Values.Int64, long.MinValue, int.MinValue - 1L, int.MinValue, 0, uint.MaxValue, uint.MaxValue + 1L, long.MaxValue),
        CodecCase.Of<ulong, UInt64Codec>(Values.UInt64, 0, long.MaxValue, ulong.MaxValue),
        CodecCase.Of<nint, NIntCodec>(Values.Int64.Select(value => (nint)value), nint.MinValue, 0, nint.MaxValue),
        CodecCase.Of<nuint, NUIntCodec>(Values.UInt64.Select(value => (nuint)value), 0, nuint.MaxValue),
        CodecCase.Of<char, CharCodec>(Gen.UShort.Select(bits => (char)bits), '\0', 'a', LoneHigh, LoneLow, char.MaxValue),
        CodecCase.Of<float, SingleCodec>(Values.Single, -0.0f, float.NaN, float.Epsilon, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7f800001), BitConverter.UInt32BitsToSingle(0xffc12345)),
        CodecCase.Of<double, DoubleCodec>(Values.Double, -0.0, double.NaN, double.Epsilon, double.MaxValue, BitConverter.UInt64BitsToDouble(0x7ff0000000000001), BitConverter.UInt64BitsToDouble(0xfff8000012345678)),
        CodecCase.Of<Half, HalfCodec>(Values.Half, Half.NaN, Half.NegativeZero, BitConverter.UInt16BitsToHalf(0x7c01)),
        CodecCase.Of<string?, StringCodec>(Values.TextOrNull, Texts),
        CodecCase.Of<decimal, DecimalCodec>(Values.Decimal, 0m, 1.0m, 1.00m, -0.0m, decimal.MinValue, decimal.MaxValue, new decimal(0, 0, 0, true, 28)),
        CodecCase.Of<Int128, Int128Codec>(Values.UInt128.Select(bits => (Int128)bits), Int128.MinValue, Int128.MaxValue, -1),
        CodecCase.Of<UInt128, UInt128Codec>(Values.UInt128, UInt128.MinValue, UInt128.MaxValue),
        CodecCase.Of<BigInteger, BigIntegerCodec>(Values.BigInteger, BigInteger.Zero, BigInteger.MinusOne, BigInteger.Pow(-7, 5000), BigInteger.Parse("1" + new string('0', 400), CultureInfo.InvariantCulture)),
        CodecCase.Of<Guid, GuidCodec>(Gen.Guid, Guid.Empty, Guid.AllBitsSet),
        CodecCase.Of<DateTime, DateTimeCodec>(Values.DateTime, DateTime.MinValue, DateTime.MaxValue, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Local), DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)),
        CodecCase.Of<DateTimeOffset, DateTimeOffsetCodec>(Values.DateTimeOffset, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14))),
        CodecCase.Of<DateOnly, DateOnlyCodec>(Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber), DateOnly.MinValue, DateOnly.MaxValue),
        CodecCase.Of<TimeOnly, TimeOnlyCodec>(Gen.Long[0, TimeOnly.MaxValue.Ticks].Select(ticks => new TimeOnly(ticks)), TimeOnly.MinValue, TimeOnly.MaxValue),
        CodecCase.Of<TimeSpan, TimeSpanCodec>(Values.Int64.Select(ticks => new TimeSpan(ticks)), TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue),
        CodecCase.Of<Uri?, UriCodec>(Gen.Int[0, 999].Select(number => (Uri?)new Uri($"https://example.org/{number}?q=ü#{number}")), Addresses),
        CodecCase.Of<Version?, VersionCodec>(Values.Version.Select(version => (Version?)version), null, new Version(), new Version(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)),
        CodecCase.Of<Rune, RuneCodec>(Values.Rune, new Rune(0), new Rune('\ud7ff'), new Rune('\ue000'), new Rune(0x10ffff)),
        CodecCase.Of<Index, IndexCodec>(Values.Index, Index.Start, Index.End, new Index(int.MaxValue), new Index(int.MaxValue, fromEnd: true)),
        CodecCase.Of<Range, RangeCodec>(Values.Range, Range.All, 1..^1),
        CodecCase.Of<Complex, ComplexCodec>(Values.Complex, Complex.Zero, Complex.NaN, Complex.ImaginaryOne),
        CodecCase.Of<Signed8, EnumCodec<Signed8>>(Gen.SByte.Select(value => (Signed8)value), Signed8.Low, Signed8.High),
        CodecCase.Of<Unsigned8, EnumCodec<Unsigned8>>(Gen.Byte.Select(value => (Unsigned8)value), Unsigned8.High),
        CodecCase.Of<Signed16, EnumCodec<Signed16>>(Gen.Short.Select(value => (Signed16)value), Signed16.Low),
        CodecCase.Of<Unsigned16, EnumCodec<Unsigned16>>(Gen.UShort.Select(value => (Unsigned16)value), Unsigned16.High),
        CodecCase.Of<Signed32, EnumCodec<Signed32>>(Gen.Int.Select(value => (Signed32)value), Signed32.Low, Signed32.Minus),
        CodecCase.Of<Unsigned32, EnumCodec<Unsigned32>>(Gen.UInt.Select(value => (Unsigned32)value), Unsigned32.High),
        CodecCase.Of<Signed64, EnumCodec<Signed64>>(Gen.Long.Select(value => (Signed64)value), Signed64.Low),
        CodecCase.Of<Unsigned64, EnumCodec<Unsigned64>>(Gen.ULong.Select(value => (Unsigned64)value), Unsigned64.High),
        CodecCase.Of<int?, NullableCodec<int, Int32Codec>>(Values.Int32.Select(value => value % 5 == 0 ? (int?)null : value), null, 0, int.MinValue),
        CodecCase.Of<DateTimeOffset?, NullableCodec<DateTimeOffset, DateTimeOffsetCodec>>(Values.DateTimeOffset.Select(value => (DateTimeOffset?)value), default(DateTimeOffset?)),
    ];

    private static string?[] Texts =>
    [
        null, "", "a", new('x', 10), new('x', 11), new('x', 31), new('x', 32), new('x', 85), new('x', 86), new('x', 255), new('x', 256),
        new('x', 21_845), new('x', 21_846), new('x', 65_535), new('x', 65_536), new('€', 65_536), string.Concat(Enumerable.Repeat("😀", 40_000)),
        $"{LoneHigh}", $"{LoneLow}", $"{LoneLow}{LoneHigh}", $"a{LoneHigh}b", new string('x', 100_000) + LoneHigh, new(LoneLow, 70_000), "\0", "\ufeffmark", "\uffff",
    ];

    private static Uri?[] Addresses =>
    [
        null, new("a/b?c", UriKind.Relative), new("/a", UriKind.Relative), new("/a", UriKind.Absolute), new("", UriKind.Relative), new("urn:isbn:0"),
        new("file:///tmp/x y"), new("mailto:a@b.c"), new("http://例え.jp/ä%20?ö"), new(new Uri("http://a/b/c"), "../d"), new("http://h/" + new string('x', 3000)),
    ];
}
