using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>Bytes that have the form of a value but are none that .NET could have made.</summary>
public class ValidityTests
{
    [Fact]
    public void A_block_of_Booleans_holds_zeros_and_ones_only() => Refused<bool[]?, UnmanagedArrayCodec<bool>>(Block((byte)0, (byte)1, (byte)2));

    [Fact]
    public void A_block_of_decimals_holds_no_impossible_scale()
    {
        Refused<decimal[]?, UnmanagedArrayCodec<decimal>>(Block(29 << 16, 0, 0, 0));
        Refused<decimal[]?, UnmanagedArrayCodec<decimal>>(Block(0, 0, 0, 0, 1, 0, 0, 0));
        Refused<decimal, DecimalCodec>(Block(0, 0, 0, 29 << 16));
        Refused<decimal, DecimalCodec>(Block(0, 0, 0, 1));
    }

    [Fact]
    public void Blocks_of_dates_hold_dates_of_the_calendar()
    {
        Refused<DateTime[]?, UnmanagedArrayCodec<DateTime>>(Block(DateTime.MaxValue.Ticks + 1));
        Refused<DateOnly[]?, UnmanagedArrayCodec<DateOnly>>(Block(-1));
        Refused<TimeOnly[]?, UnmanagedArrayCodec<TimeOnly>>(Block(TimeOnly.MaxValue.Ticks + 1));
        Refused<DateTimeOffset[]?, UnmanagedArrayCodec<DateTimeOffset>>(Block(0L, -1L));
        Refused<DateTimeOffset[]?, UnmanagedArrayCodec<DateTimeOffset>>(Block(DateTime.MaxValue.Ticks, 900L));
        Refused<Rune[]?, UnmanagedArrayCodec<Rune>>(Block(0xd800));
    }

    [Fact]
    public void A_block_is_a_whole_number_of_items() => Refused<int[]?, UnmanagedArrayCodec<int>>(Block(new byte[5]));

    [Fact]
    public void Dates_and_times_outside_the_calendar_are_refused()
    {
        Refused<DateTime, DateTimeCodec>(Wire.Encode((ref WireWriter writer) => writer.WriteInt64(DateTime.MaxValue.Ticks + 1)));
        Refused<DateOnly, DateOnlyCodec>(Wire.Encode((ref WireWriter writer) => writer.WriteInt64(-1)));
        Refused<TimeOnly, TimeOnlyCodec>(Wire.Encode((ref WireWriter writer) => writer.WriteInt64(TimeSpan.TicksPerDay)));
        Refused<DateTimeOffset, DateTimeOffsetCodec>(Wire.Encode((ref WireWriter writer) => { writer.WriteArrayHeader(2); writer.WriteInt64(0); writer.WriteInt64(1); }));
        Refused<DateTimeOffset, DateTimeOffsetCodec>(Wire.Encode((ref WireWriter writer) => { writer.WriteArrayHeader(2); writer.WriteInt64(TimeSpan.TicksPerDay); writer.WriteInt64(841); }));
    }

    [Theory]
    [InlineData(2, 3, 5), InlineData(int.MaxValue, int.MaxValue, 1), InlineData(65_536, 65_536, 0), InlineData(int.MaxValue, 2, 0), InlineData(-1, -1, 1)]
    public void The_lengths_of_an_array_of_two_dimensions_must_be_those_of_its_items(int rows, int columns, int items) =>
        Refused<int[,]?, MultiArrayCodec2<int, Int32Codec>>(Shape(items, rows, columns));

    [Theory]
    [InlineData(2, 3, 4, 23), InlineData(65_536, 65_536, 65_536, 0), InlineData(65_536, 65_536, 0, 0), InlineData(int.MaxValue, int.MaxValue, int.MaxValue, 1), InlineData(1_000_000, 1_000_000, 0, 0)]
    public void The_lengths_of_an_array_of_three_dimensions_must_be_those_of_its_items(int planes, int rows, int columns, int items) =>
        Refused<int[,,]?, MultiArrayCodec3<int, Int32Codec>>(Shape(items, planes, rows, columns));

    [Fact]
    public void Keys_and_items_that_come_twice_are_refused()
    {
        byte[] map = Wire.Encode((ref WireWriter writer) => { writer.WriteMapHeader(2); writer.WriteString("a"); writer.WriteInt64(1); writer.WriteString("a"); writer.WriteInt64(1); });
        byte[] set = Wire.Encode((ref WireWriter writer) => { writer.WriteArrayHeader(2); writer.WriteString("a"); writer.WriteString("a"); });
        Assert.All(CodecCases.All.Where(codec => codec.Name.Contains("Dictionary", StringComparison.Ordinal) && codec.Name.Contains("<String, Int32,", StringComparison.Ordinal)),
            codec => Assert.Throws<ProtocolException>(() => codec.Read(map)));
        Assert.All(CodecCases.All.Where(codec => codec.Name.Contains("Set", StringComparison.Ordinal) && codec.Name.Contains("<String,", StringComparison.Ordinal)),
            codec => Assert.Throws<ProtocolException>(() => codec.Read(set)));
    }

    [Fact]
    public void Keys_that_differ_in_case_only_are_one_key_where_case_is_ignored()
    {
        byte[] map = Wire.Encode((ref WireWriter writer) =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInt64(2);
            writer.WriteMapHeader(2);
            writer.WriteString("a");
            writer.WriteInt64(1);
            writer.WriteString("A");
            writer.WriteInt64(2);
        });
        Refused<Dictionary<string, int>?, DictionaryCodec<string, int, StringCodec, Int32Codec>>(map);
    }

    [Fact]
    public void A_null_key_is_refused()
    {
        byte[] map = [0x81, 0xc0, 0x01];
        Assert.All(CodecCases.All.Where(codec => codec.Name.Contains("<String, Int32,", StringComparison.Ordinal) && !codec.Name.StartsWith("KeyValuePair", StringComparison.Ordinal) && !codec.Name.Contains("Tuple", StringComparison.Ordinal)),
            codec => Assert.Throws<ProtocolException>(() => codec.Read(map)));
    }

    [Fact]
    public void Items_that_cannot_be_compared_or_hashed_are_refused()
    {
        byte[] set = [0x92, 0x01, 0x02];
        Refused<SortedSet<Moody>?, SortedSetCodec<Moody, MoodyCodec>>(set);
        Refused<HashSet<Moody>?, HashSetCodec<Moody, MoodyCodec>>(set);
        Refused<SortedDictionary<Moody, int>?, SortedDictionaryCodec<Moody, int, MoodyCodec, Int32Codec>>([0x82, 0x01, 0x02, 0x03, 0x04]);
        Refused<SortedList<Moody, int>?, SortedListCodec<Moody, int, MoodyCodec, Int32Codec>>([0x82, 0x01, 0x02, 0x03, 0x04]);
        Refused<Dictionary<Moody, int>?, DictionaryCodec<Moody, int, MoodyCodec, Int32Codec>>([0x82, 0x01, 0x02, 0x03, 0x04]);
    }

    private static void Refused<T, TCodec>(byte[] bytes)
        where TCodec : struct, ICodec<T> => Assert.Throws<ProtocolException>(() => Wire.Decode<T, TCodec>(bytes));

    private static byte[] Block<T>(params T[] parts)
        where T : unmanaged => Wire.Encode((ref WireWriter writer) => writer.WriteBinary(MemoryMarshal.AsBytes(parts.AsSpan())));

    private static byte[] Shape(int items, params int[] lengths) => Wire.Encode((ref WireWriter writer) =>
    {
        writer.WriteArrayHeader(lengths.Length + 1);
        foreach (int length in lengths)
        {
            writer.WriteInt64(length);
        }

        writer.WriteArrayHeader(items);
        for (int item = 0; item < items; item++)
        {
            writer.WriteInt64(item);
        }
    });

    private sealed record Moody(int Number)
    {
        public bool Equals(Moody? other) => throw new TimeoutException();

        public override int GetHashCode() => throw new TimeoutException();
    }

    private readonly struct MoodyCodec : ICodec<Moody?>
    {
        public static void Write(ref WireWriter writer, Moody? value) => writer.WriteInt64(value!.Number);
        public static Moody? Read(ref WireReader reader) => new(reader.ReadInt32());
    }
}
