using System.Runtime.InteropServices;
using CsCheck;
using ProcGen.Messaging;

namespace ProcGen.Tests.Messaging;

/// <summary>The ring of a pipe, as a state machine: one writes, one reads.</summary>
public unsafe class PipeRingTests
{
    private const int Capacity = 256;

    private static readonly Gen<int> Length = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Const(PipeWriter.MaxLength(Capacity))), (6, Gen.Int[0, PipeWriter.MaxLength(Capacity)]));

    // Negative: the reader takes so many, if they are there. Else a record of that length is written, if it fits.
    private static readonly Gen<int[]> Deeds = Gen.Frequency((1, Gen.Int[-4, -1]), (2, Length)).Array[0, 200];

    [Fact]
    public void What_is_written_is_read_whole_and_in_order() => Deeds.Sample(static deeds =>
    {
        using Ring ring = new();
        PipeWriter writer = ring.NewWriter();
        PipeReader reader = ring.NewReader();
        Queue<byte[]> expected = new();
        byte next = 0;
        foreach (int deed in deeds)
        {
            if (deed < 0)
            {
                for (int i = 0; i < -deed; i++)
                {
                    ReadOne(reader, expected);
                }
            }
            else if (writer.HasRoom(deed))
            {
                byte[] content = new byte[deed];
                Array.Fill(content, next++);
                content.CopyTo(writer.Place(deed));
                writer.Publish(deed, PipeRecordKind.Message);
                expected.Enqueue(content);
            }
            else
            {
                Assert.NotEmpty(expected);
            }

            // Whoever takes an end over finds the same.
            if (deed % 3 == 0)
            {
                writer = ring.NewWriter();
                reader = ring.NewReader();
            }
        }

        while (expected.Count > 0)
        {
            ReadOne(reader, expected);
        }

        Assert.False(reader.TryPeek(out _));
        Assert.True(writer.HasRoom(PipeWriter.MaxLength(Capacity)));
    });

    [Fact]
    public void The_longest_record_fits_into_an_empty_ring_wherever_it_stands()
    {
        for (int first = 0; first < Capacity; first += 8)
        {
            using Ring ring = new();
            ring.Words->Head = ring.Words->Tail = first;
            PipeWriter writer = ring.NewWriter();
            int longest = PipeWriter.MaxLength(Capacity);
            Assert.True(writer.HasRoom(longest));
            writer.Place(longest).Fill(7);
            writer.Publish(longest, PipeRecordKind.Bytes);
            Assert.True(ring.NewReader().TryPeek(out PipeRecord record));
            Assert.Equal((longest, PipeRecordKind.Bytes), (record.Length, record.Kind));
            Assert.False(record.Content.ContainsAnyExcept((byte)7));
        }
    }

    [Fact]
    public void A_record_that_was_not_published_is_not_there()
    {
        using Ring ring = new();
        PipeWriter dead = ring.NewWriter();
        Assert.True(dead.HasRoom(10));
        dead.Place(10).Fill(1);
        Assert.False(ring.NewReader().HasRecord);
        PipeWriter heir = ring.NewWriter();
        heir.Place(3).Fill(2);
        heir.Publish(3, PipeRecordKind.Message);
        Assert.True(ring.NewReader().TryPeek(out PipeRecord record));
        Assert.Equal([2, 2, 2], record.Content.ToArray());
    }

    [Fact]
    public void Whatever_lies_there_is_a_record_or_a_typed_error() => Gen.Select(Gen.Byte.Array[Capacity], Gen.Int[0, Capacity / 8], Gen.Int[0, Capacity / 8]).Sample(static (bytes, head, length) =>
    {
        using Ring ring = new();
        bytes.CopyTo(ring.Bytes);
        ring.Words->Head = head * 8;
        ring.Words->Tail = (head + length) * 8;
        PipeReader reader = ring.NewReader();
        try
        {
            for (int records = 0; reader.TryPeek(out PipeRecord record); records++)
            {
                Assert.InRange(records, 0, Capacity / 8);
                Assert.InRange(record.Length, 0, Capacity);
                _ = record.Content.ToArray();
                reader.Consume(record);
            }
        }
        catch (ProtocolException)
        {
        }
    });

    private static void ReadOne(PipeReader reader, Queue<byte[]> expected)
    {
        Assert.Equal(expected.Count > 0, reader.TryPeek(out PipeRecord record));
        if (expected.TryDequeue(out byte[]? content))
        {
            Assert.Equal(content, record.Content.ToArray());
            reader.Consume(record);
        }
    }

    private sealed class Ring : IDisposable
    {
        private readonly byte* _bytes = (byte*)NativeMemory.AllocZeroed(Capacity);

        public PipeDirection* Words { get; } = (PipeDirection*)NativeMemory.AllocZeroed((nuint)sizeof(PipeDirection));

        public Span<byte> Bytes => new(_bytes, Capacity);

        public PipeWriter NewWriter() => new(Words, _bytes, Capacity);

        public PipeReader NewReader() => new(Words, _bytes, Capacity);

        public void Dispose()
        {
            NativeMemory.Free(_bytes);
            NativeMemory.Free(Words);
        }
    }
}
