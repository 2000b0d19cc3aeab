using System.Buffers;
using CsCheck;
using MessagePack;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>The format is MessagePack's: the reference implementation reads what we write, and the other way round.</summary>
public class InteropTests
{
    private delegate void TheirWriting(ref MessagePackWriter writer);

    [Fact]
    public void MessagePackReader_reads_our_integers() =>
        Values.Int64.Sample(value => new MessagePackReader(Wire.Encode<long, Int64Codec>(value)).ReadInt64() == value, iter: 5000, threads: 1);

    [Fact]
    public void MessagePackReader_reads_our_unsigned_integers() =>
        Values.UInt64.Sample(value => new MessagePackReader(Wire.Encode<ulong, UInt64Codec>(value)).ReadUInt64() == value, iter: 5000, threads: 1);

    [Fact]
    public void Integers_take_as_few_bytes_as_those_of_MessagePackWriter() => Values.Int64.Sample(
        value => Wire.Encode<long, Int64Codec>(value).AsSpan().SequenceEqual(Theirs((ref MessagePackWriter writer) => writer.Write(value))), iter: 5000, threads: 1);

    [Fact]
    public void MessagePackReader_reads_our_floating_point_numbers_bit_for_bit() => Values.Double.Sample(value =>
        Same.Values(value, new MessagePackReader(Wire.Encode<double, DoubleCodec>(value)).ReadDouble())
        && Same.Values((float)value, new MessagePackReader(Wire.Encode<float, SingleCodec>((float)value)).ReadSingle()), iter: 5000, threads: 1);

    [Fact]
    public void MessagePackReader_reads_our_well_formed_text() => Values.Text.Where(IsWellFormed)
        .Sample(value => new MessagePackReader(Wire.Encode<string?, StringCodec>(value)).ReadString() == value, iter: 5000, threads: 1);

    [Fact]
    public void MessagePackReader_reads_our_arrays_maps_blocks_and_nils()
    {
        Values.Integers.Sample(items =>
        {
            MessagePackReader reader = new(Wire.Encode<int[]?, ArrayCodec<int, Int32Codec>>(items));
            Assert.Equal(items.Length, reader.ReadArrayHeader());
            foreach (int item in items)
            {
                Assert.Equal(item, reader.ReadInt32());
            }

            Assert.True(reader.End);
        }, iter: 2000, threads: 1);
        Values.Numbered.Sample(map =>
        {
            MessagePackReader reader = new(Wire.Encode<Dictionary<int, string?>?, DictionaryCodec<int, string?, Int32Codec, StringCodec>>(map));
            Assert.Equal(map.Count, reader.ReadMapHeader());
            foreach ((int key, string? _) in map)
            {
                Assert.Equal(key, reader.ReadInt32());
                reader.Skip();
            }

            Assert.True(reader.End);
        }, iter: 2000, threads: 1);
        Gen.Byte.Array[0, 400].Sample(bytes => new MessagePackReader(Wire.Encode<byte[]?, UnmanagedArrayCodec<byte>>(bytes)).ReadBytes()!.Value.ToArray().AsSpan().SequenceEqual(bytes), iter: 500, threads: 1);
        Assert.True(new MessagePackReader(Wire.Encode<int?, NullableCodec<int, Int32Codec>>(null)).TryReadNil());
    }

    [Fact]
    public void MessagePackReader_passes_over_whatever_a_codec_writes() => Assert.All(CodecCases.All, codec =>
    {
        foreach (byte[] bytes in codec.Encodings(randomValues: 20, seed: 5))
        {
            MessagePackReader reader = new(bytes);
            reader.Skip();
            Assert.True(reader.End);
        }
    });

    [Fact]
    public void We_read_integers_of_MessagePackWriter_in_every_width() => Values.Int32.Sample(value =>
    {
        Assert.Equal(value, Wire.Decode<int, Int32Codec>(Theirs((ref MessagePackWriter writer) => writer.Write(value))));
        Assert.Equal(value, Wire.Decode<int, Int32Codec>(Theirs((ref MessagePackWriter writer) => writer.WriteInt32(value))));
        Assert.Equal(value, Wire.Decode<int, Int32Codec>(Theirs((ref MessagePackWriter writer) => writer.WriteInt64(value))));
        ulong positive = (uint)value;
        Assert.Equal(positive, Wire.Decode<ulong, UInt64Codec>(Theirs((ref MessagePackWriter writer) => writer.WriteUInt64(positive))));
        Assert.Equal((long)positive, Wire.Decode<long, Int64Codec>(Theirs((ref MessagePackWriter writer) => writer.WriteUInt64(positive))));
    }, iter: 3000, threads: 1);

    [Fact]
    public void We_read_text_numbers_and_blocks_of_MessagePackWriter()
    {
        Values.Text.Where(IsWellFormed).Sample(value =>
            Wire.Decode<string?, StringCodec>(Theirs((ref MessagePackWriter writer) => writer.Write(value))) == value, iter: 3000, threads: 1);
        Values.Double.Sample(value =>
            Same.Values(value, Wire.Decode<double, DoubleCodec>(Theirs((ref MessagePackWriter writer) => writer.Write(value)))), iter: 2000, threads: 1);
        Gen.Byte.Array[0, 70_000].Sample(value =>
            Wire.Decode<byte[]?, UnmanagedArrayCodec<byte>>(Theirs((ref MessagePackWriter writer) => writer.Write(value)))!.AsSpan().SequenceEqual(value), iter: 50, threads: 1);
    }

    [Theory]
    [InlineData(0), InlineData(15), InlineData(16), InlineData(65_535), InlineData(65_536)]
    public void Headers_of_every_width_agree(int count)
    {
        WireReader array = new([.. Theirs((ref MessagePackWriter writer) => writer.WriteArrayHeader(count)), .. new byte[count]]);
        Assert.Equal(count, array.ReadArrayHeader());
        WireReader map = new([.. Theirs((ref MessagePackWriter writer) => writer.WriteMapHeader(count)), .. new byte[2 * count]]);
        Assert.Equal(count, map.ReadMapHeader());
        Assert.Equal(Theirs((ref MessagePackWriter writer) => writer.WriteArrayHeader(count)), Wire.Encode((ref WireWriter writer) => writer.WriteArrayHeader(count)));
        Assert.Equal(Theirs((ref MessagePackWriter writer) => writer.WriteMapHeader(count)), Wire.Encode((ref WireWriter writer) => writer.WriteMapHeader(count)));
    }

    [Fact]
    public void Skip_passes_over_extensions_and_timestamps_of_MessagePackWriter()
    {
        foreach (int length in new[] { 0, 1, 2, 3, 4, 8, 16, 17, 255, 256, 65_535, 65_536 })
        {
            byte[] bytes = Theirs((ref MessagePackWriter writer) => writer.WriteExtensionFormat(new ExtensionResult(5, new byte[length])));
            WireReader reader = new(bytes);
            Assert.Equal(bytes.Length, reader.Skip().Length);
        }

        byte[] time = Theirs((ref MessagePackWriter writer) => writer.Write(DateTime.UnixEpoch));
        WireReader timeReader = new(time);
        Assert.Equal(time.Length, timeReader.Skip().Length);
    }

    private static bool IsWellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text;

    private static byte[] Theirs(TheirWriting write)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
