namespace ProcGen.Tests.Messaging;

/// <summary>Changes valid bytes as hostile or broken peers do: a bit, a byte, a part that is missing, doubled or inserted, a length that is none.</summary>
internal static class Mutation
{
    private static readonly int[] Lengths = [0, 1, -1, int.MaxValue, int.MinValue, 16, 1000, 1001, 0x7fff_fff0];

    /// <summary>Changes the first <paramref name="length"/> bytes of a buffer in place; gives how many there are then.</summary>
    /// <param name="random">Where the changes come from.</param>
    /// <param name="buffer">The bytes, with room behind them.</param>
    /// <param name="length">How many are valid.</param>
    /// <param name="lengthAt">Where a length of 4 bytes is.</param>
    public static int Apply(Random random, Span<byte> buffer, int length, int lengthAt)
    {
        int at = random.Next(length);
        int count = random.Next(1, 9);
        switch (random.Next(7))
        {
            case 0:
                buffer[at] ^= (byte)(1 << random.Next(8));
                return length;
            case 1:
                buffer[at] = (byte)random.Next(256);
                return length;
            case 2:
                return at;
            case 3:
                count = Math.Min(count, length - at);
                buffer[(at + count)..length].CopyTo(buffer[at..]);
                return length - count;
            case 4:
                count = Math.Min(count, buffer.Length - length);
                buffer[at..length].CopyTo(buffer[(at + count)..]);
                random.NextBytes(buffer.Slice(at, count));
                return length + count;
            case 5:
                count = Math.Min(count, buffer.Length - length);
                buffer[at..length].CopyTo(buffer[(at + count)..]);
                return length + count;
            default:
                BitConverter.TryWriteBytes(buffer[lengthAt..], Lengths[random.Next(Lengths.Length)]);
                return length;
        }
    }
}
