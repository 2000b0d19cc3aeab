using System.Buffers.Binary;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

public class HostileInputTests
{
    private const int InputsPerCodec = 12_000;

    // What a few bytes may cost: the error with its text and stack trace, the first room for items on each level, and for every byte that
    // did come what its item takes in memory, some copies included.
    private const long AllowedBytes = 200_000;
    private const long AllowedBytesPerByte = 256;

    [Fact]
    public void Any_bytes_are_a_value_or_a_ProtocolException_in_bounded_memory()
    {
        long inputs = 0;
        Parallel.ForEach(CodecCases.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, codec =>
        {
            Random random = new(codec.Name.Length);
            List<byte[]> valid = [.. codec.Encodings(randomValues: 30, seed: 7).Where(bytes => bytes.Length <= 2000)];
            foreach (byte[] input in Truncations(valid).Take(InputsPerCodec / 4))
            {
                Try(codec, input);
                Interlocked.Increment(ref inputs);
            }

            for (int i = 0; i < InputsPerCodec; i++)
            {
                Try(codec, Mutated(valid, random));
                Interlocked.Increment(ref inputs);
            }
        });
        Assert.True(inputs > 1_000_000, $"only {inputs} inputs");
    }

    [Theory]
    [MemberData(nameof(CodecCases.Names), MemberType = typeof(CodecCases))]
    public void A_value_that_is_cut_off_or_followed_by_more_is_refused(string name)
    {
        foreach (CodecCase codec in CodecCases.Named(name))
        {
            foreach (byte[] valid in codec.Encodings(randomValues: 10, seed: 3).Where(bytes => bytes.Length <= 1000))
            {
                for (int length = 0; length < valid.Length; length++)
                {
                    Assert.Throws<ProtocolException>(() => codec.Read(valid.AsSpan(0, length)));
                }

                Assert.Throws<ProtocolException>(() => codec.Read([.. valid, 0xc0]));
            }
        }
    }

    [Fact]
    public void A_message_that_promises_a_million_items_on_every_level_costs_little()
    {
        // Lists in lists in lists, each of which claims to hold everything that follows.
        byte[] message = new byte[1_000_000];
        for (int i = 0; i + 5 <= message.Length; i += 5)
        {
            message[i] = 0xdd;
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(i + 1), message.Length - i - 5);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => Wire.Decode<Tree?, TreeCodec>(message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6_000_000);
    }

    private static void Try(CodecCase codec, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isValue = false;
        try
        {
            codec.Read(input);
            isValue = true;
        }
        catch (ProtocolException)
        {
        }
        catch (Exception unexpected)
        {
            Assert.Fail($"{codec.Name} threw {unexpected} for {Convert.ToHexString(input)}");
        }

        long cost = GC.GetAllocatedBytesForCurrentThread() - before;
        if (cost > AllowedBytes + (AllowedBytesPerByte * input.Length))
        {
            Assert.Fail($"{codec.Name} allocated {cost} bytes for {Convert.ToHexString(input)}");
        }

        if (isValue)
        {
            WireReader reader = new(input);
            Assert.Equal(input.Length, reader.Skip().Length);
        }
    }

    private static IEnumerable<byte[]> Truncations(List<byte[]> valid) =>
        valid.SelectMany(bytes => Enumerable.Range(0, bytes.Length).Select(length => bytes[..length]));

    private static byte[] Mutated(List<byte[]> valid, Random random)
    {
        byte[] source = valid[random.Next(valid.Count)];
        if (source.Length == 0 || random.Next(10) == 0)
        {
            byte[] noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            return noise;
        }

        List<byte> bytes = [.. source];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            // The start holds the headers, so it is hit more often.
            int at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 8)) : random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = LeadBytes[random.Next(LeadBytes.Length)];
                    break;
                case 3:
                    bytes.InsertRange(at, InflatedHeader(random));
                    break;
                case 4:
                    bytes.InsertRange(at, source.AsSpan(0, random.Next(source.Length)));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static ReadOnlySpan<byte> LeadBytes =>
    [
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce,
        0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff,
    ];

    private static byte[] InflatedHeader(Random random)
    {
        ReadOnlySpan<byte> wide = [0xc6, 0xc9, 0xdb, 0xdd, 0xdf, 0xce];
        byte[] header = new byte[5];
        header[0] = wide[random.Next(wide.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), random.Next(3) switch { 0 => uint.MaxValue, 1 => int.MaxValue, _ => (uint)random.Next(100) });
        return header;
    }
}
