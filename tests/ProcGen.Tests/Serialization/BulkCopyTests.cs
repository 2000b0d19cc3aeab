using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>Large copies copy what is asked for, wherever it begins and ends, and nothing beside it.</summary>
public class BulkCopyTests
{
    private const int Margin = 256;
    private const byte Beside = 0xAA;

    public static TheoryData<int> Lengths => [0, 1, 63, 4096, BulkCopy.Threshold - 1, BulkCopy.Threshold, BulkCopy.Threshold + 1, BulkCopy.Threshold + 127, BulkCopy.Threshold + 4097];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_is_copied_is_the_same_and_what_lies_beside_it_stays(int length)
    {
        byte[] source = new byte[length + Margin];
        new Random(length).NextBytes(source);
        byte[] target = new byte[length + (2 * Margin)];
        foreach ((int from, int to) in new[] { (0, 0), (0, 1), (5, 0), (3, 31), (31, 17), (64, 127) })
        {
            target.AsSpan().Fill(Beside);
            ReadOnlySpan<byte> copied = source.AsSpan(from, length);
            BulkCopy.Copy(copied, target.AsSpan(to));
            Assert.True(target.AsSpan(to, length).SequenceEqual(copied));
            Assert.False(target.AsSpan(0, to).ContainsAnyExcept(Beside));
            Assert.False(target.AsSpan(to + length).ContainsAnyExcept(Beside));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(BulkCopy.Threshold)]
    public void A_target_that_is_too_short_is_refused_and_stays(int length)
    {
        byte[] source = new byte[length], target = new byte[length - 1];
        source.AsSpan().Fill(1);
        Assert.Throws<ArgumentException>(() => BulkCopy.Copy(source, target));
        Assert.False(target.AsSpan().ContainsAnyExcept((byte)0));
    }
}
