using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

public class WireTests
{
    [Fact]
    public void A_message_over_the_limit_is_refused_and_the_buffer_keeps_what_it_held()
    {
        foreach (int limit in new[] { 16, 100, 511, 512, 513, 5000 })
        {
            using WireBuffer buffer = new(limit);
            WireWriter first = new(buffer);
            first.WriteString("kept");
            first.Flush();
            byte[] before = buffer.WrittenSpan.ToArray();

            MessageTooLargeException error = Assert.Throws<MessageTooLargeException>(() =>
            {
                WireWriter writer = new(buffer);
                for (int written = 0; written <= limit; written++)
                {
                    writer.WriteInt64(7);
                }
            });

            Assert.Equal(limit, error.Limit);
            Assert.Equal(limit + 1, error.Size);
            Assert.Equal(before, buffer.WrittenSpan.ToArray());
            Assert.Throws<MessageTooLargeException>(() => { WireWriter writer = new(buffer); writer.WriteBinary(new byte[limit]); });
            Assert.Throws<MessageTooLargeException>(() => { WireWriter writer = new(buffer); writer.WriteString(new string('x', limit)); });
            Assert.Throws<MessageTooLargeException>(() => { WireWriter writer = new(buffer); writer.WriteString(new string('\ud800', limit)); });
            Assert.Equal(before, buffer.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Text_that_fits_to_the_last_byte_is_taken()
    {
        foreach (int length in new[] { 5, 11, 40, 300, 22_000, 70_000 })
        {
            string text = new('x', length);
            int size = Wire.Encode<string?, StringCodec>(text).Length;
            using WireBuffer buffer = new(size);
            WireWriter writer = new(buffer);
            writer.WriteString(text);
            writer.Flush();
            Assert.InRange(buffer.Length, length + 1, size);
        }
    }

    [Fact]
    public void A_lower_limit_holds_for_memory_that_is_there_already()
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        writer.WriteBinary(new byte[10_000]);
        buffer.Reset();
        buffer.Limit = 100;
        Assert.Throws<MessageTooLargeException>(() => { WireWriter next = new(buffer); next.WriteBinary(new byte[200]); });
    }

    [Fact]
    public void A_large_message_does_not_keep_its_memory()
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        writer.WriteBinary(new byte[5_000_000]);
        writer.Flush();
        buffer.Reset();
        Assert.Equal(0, buffer.Whole.Length);
    }

    [Fact]
    public void Messages_follow_each_other_in_one_buffer()
    {
        using WireBuffer buffer = new();
        for (int i = 0; i < 1000; i++)
        {
            WireWriter writer = new(buffer);
            writer.WriteString($"number {i}");
            writer.Flush();
        }

        WireReader reader = new(buffer.WrittenSpan);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal($"number {i}", reader.ReadString());
        }

        reader.End();
    }

    [Fact]
    public void A_steady_flow_of_small_messages_allocates_nothing()
    {
        using WireBuffer buffer = new();
        double[] numbers = new double[100];
        (int, double) pair = (1, 2.0);
        long allocated = 0;
        for (int round = 0; round < 2000; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            buffer.Reset();
            WireWriter writer = new(buffer);
            Int32Codec.Write(ref writer, round);
            StringCodec.Write(ref writer, "some text");
            DecimalCodec.Write(ref writer, 1.5m);
            EnumCodec<DayOfWeek>.Write(ref writer, DayOfWeek.Friday);
            UnmanagedArrayCodec<double>.Write(ref writer, numbers);
            ArrayCodec<double, DoubleCodec>.Write(ref writer, numbers);
            ValueTupleCodec<int, double, Int32Codec, DoubleCodec>.Write(ref writer, pair);
            NullableCodec<DateTime, DateTimeCodec>.Write(ref writer, DateTime.UnixEpoch);
            writer.Flush();
            WireReader reader = new(buffer.WrittenSpan);
            Int32Codec.Read(ref reader);
            reader.Skip();
            DecimalCodec.Read(ref reader);
            EnumCodec<DayOfWeek>.Read(ref reader);
            // The first rounds run code that is not compiled yet and may allocate.
            allocated += round < 1000 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_value_may_nest_to_the_limit_and_not_deeper()
    {
        Tree? tree = Wire.Copy<Tree?, TreeCodec>(Tree.Deep(WireWriter.MaxDepth));
        int levels = 0;
        for (; tree is not null; tree = tree.Branches?[0])
        {
            levels++;
        }

        Assert.Equal(WireWriter.MaxDepth, levels);
        UnserializableValueException error = Assert.Throws<UnserializableValueException>(() => Wire.Encode<Tree?, TreeCodec>(Tree.Deep(WireWriter.MaxDepth + 2)));
        Assert.Contains("refer to itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_holds_itself_is_refused_when_it_is_written()
    {
        Tree tree = new();
        tree.Branches = [tree];
        Assert.Throws<UnserializableValueException>(() => Wire.Encode<Tree?, TreeCodec>(tree));
    }

    [Fact]
    public void Bytes_that_nest_too_deep_are_refused_when_they_are_read_and_passed_over_without_recursion()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x91, 100_000), 0xc0];
        ProtocolException error = Assert.Throws<ProtocolException>(() => Wire.Decode<Tree?, TreeCodec>(bytes));
        Assert.Contains("nested", error.Message, StringComparison.Ordinal);
        WireReader reader = new(bytes);
        Assert.Equal(bytes.Length, reader.Skip().Length);
    }

    [Theory]
    [InlineData("c1"), InlineData("dd7fffffff"), InlineData("ddffffffff"), InlineData("dfffffffff00"), InlineData("db80000000"), InlineData("c6ffffffff"),
        InlineData("c9ffffffff01"), InlineData("81"), InlineData("9201"), InlineData("d6ff0000"), InlineData("")]
    public void Skip_refuses_what_is_not_a_whole_value(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Throws<ProtocolException>(() => { WireReader reader = new(bytes); reader.Skip(); });
    }

    [Theory]
    [InlineData("930102"), InlineData("dc00030102"), InlineData("dd000000030102"), InlineData("dd7fffffff"), InlineData("ddffffffff0102")]
    public void A_count_beyond_the_bytes_that_remain_is_refused_at_the_header_of_an_array(string hex) =>
        Assert.Throws<ProtocolException>(() => new WireReader(Convert.FromHexString(hex)).ReadArrayHeader());

    [Theory]
    [InlineData("82010203"), InlineData("de0002010203"), InlineData("df00000002010203"), InlineData("df7fffffff"), InlineData("dfffffffff0102")]
    public void A_count_beyond_the_bytes_that_remain_is_refused_at_the_header_of_a_map(string hex) =>
        Assert.Throws<ProtocolException>(() => new WireReader(Convert.FromHexString(hex)).ReadMapHeader());

    [Theory]
    [InlineData("a1ff"), InlineData("a2c0af"), InlineData("a3eda080"), InlineData("c70301d800"), InlineData("c70205d800"), InlineData("c4")]
    public void Text_that_is_not_text_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => Wire.Decode<string?, StringCodec>(Convert.FromHexString(hex)));
}
