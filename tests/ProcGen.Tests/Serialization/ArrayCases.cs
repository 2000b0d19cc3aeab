using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class ArrayCases
{
    private record struct Point(int X, short Y, double Z);

    public static IEnumerable<CodecCase> All =>
    [
        CodecCase.Of<string?[]?, ArrayCodec<string?, StringCodec>>(Values.Texts.Select(items => (string?[]?)items), null, [], [null], new string[20_000]),
        CodecCase.Of<int[][]?, ArrayCodec<int[], UnmanagedArrayCodec<int>>>(Values.Integers.Array[0, 4].Select(items => (int[][]?)items), null, [[], [1]]),
        CodecCase.Of<int[]?, UnmanagedArrayCodec<int>>(Values.Integers.Select(items => (int[]?)items), null, [], new int[100_000]),
        CodecCase.Of<byte[]?, UnmanagedArrayCodec<byte>>(Gen.Byte.Array[0, 300].Select(items => (byte[]?)items), null, [], new byte[65_536]),
        CodecCase.Of<bool[]?, UnmanagedArrayCodec<bool>>(Gen.Bool.Array[0, 9].Select(items => (bool[]?)items), [true, false]),
        CodecCase.Of<char[]?, UnmanagedArrayCodec<char>>(Gen.UShort.Select(bits => (char)bits).Array[0, 9].Select(items => (char[]?)items)),
        CodecCase.Of<double[]?, UnmanagedArrayCodec<double>>(Values.Double.Array[0, 9].Select(items => (double[]?)items)),
        CodecCase.Of<decimal[]?, UnmanagedArrayCodec<decimal>>(Values.Decimal.Array[0, 9].Select(items => (decimal[]?)items), [decimal.MinValue, decimal.MaxValue]),
        CodecCase.Of<DateTime[]?, UnmanagedArrayCodec<DateTime>>(Values.DateTime.Array[0, 9].Select(items => (DateTime[]?)items), [DateTime.MaxValue]),
        CodecCase.Of<DateTimeOffset[]?, UnmanagedArrayCodec<DateTimeOffset>>(Values.DateTimeOffset.Array[0, 9].Select(items => (DateTimeOffset[]?)items), [DateTimeOffset.MaxValue, DateTimeOffset.MinValue]),
        CodecCase.Of<DateOnly[]?, UnmanagedArrayCodec<DateOnly>>(Gen.Int[0, 3_000_000].Select(DateOnly.FromDayNumber).Array[0, 9].Select(items => (DateOnly[]?)items), [DateOnly.MaxValue]),
        CodecCase.Of<TimeOnly[]?, UnmanagedArrayCodec<TimeOnly>>(Gen.Int[0, 86_399].Select(second => new TimeOnly(second * TimeSpan.TicksPerSecond)).Array[0, 9].Select(items => (TimeOnly[]?)items), [TimeOnly.MaxValue]),
        CodecCase.Of<System.Text.Rune[]?, UnmanagedArrayCodec<System.Text.Rune>>(Values.Rune.Array[0, 9].Select(items => (System.Text.Rune[]?)items)),
        CodecCase.Of<Point[]?, UnmanagedArrayCodec<Point>>(Values.Int32.Select(x => new Point(x, (short)x, x / 3.0)).Array[0, 9].Select(items => (Point[]?)items)),
        CodecCase.Of<List<long>?, UnmanagedListCodec<long>>(Values.Int64.Array[0, 20].Select(items => (List<long>?)[.. items]), null, []),
        CodecCase.Of<(int Length, int[] Items), View<UnmanagedMemoryCodec<int>>>(Values.Integers.Select(items => (items.Length, items)), (0, [])),
        CodecCase.Of<(int Length, int[] Items), ReadOnlyView<UnmanagedReadOnlyMemoryCodec<int>>>(Values.Integers.Select(items => (items.Length, items)), (0, [])),
        CodecCase.Of<(int Length, int[] Items), View<MemoryCodec<int, Int32Codec>>>(Values.Integers.Select(items => (items.Length, items)), (0, [])),
        CodecCase.Of<(int Length, int[] Items), ReadOnlyView<ReadOnlyMemoryCodec<int, Int32Codec>>>(Values.Integers.Select(items => (items.Length, items)), (0, [])),
        CodecCase.Of<ArraySegment<string?>, ArraySegmentCodec<string?, StringCodec>>(Values.Texts.Select(items => new ArraySegment<string?>(items, items.Length / 2, items.Length - (items.Length / 2))), new ArraySegment<string?>([])),
        CodecCase.Of<int[,]?, MultiArrayCodec2<int, Int32Codec>>(Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Values.Int32, Square), null, new int[0, 0], new int[0, Array.MaxLength], new int[7, 0], new int[60, 70]),
        CodecCase.Of<string?[,]?, MultiArrayCodec2<string?, StringCodec>>(Values.TextOrNull.Select(text => (string?[,]?)new string?[2, 1] { { text }, { "b" } }), new string?[1, 2] { { null, "a" } }),
        CodecCase.Of<int[,,]?, MultiArrayCodec3<int, Int32Codec>>(Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], Cube), null, new int[0, 0, 0], new int[3, 0, 5], new int[2, 3, 4]),
    ];

    private static int[,]? Square(int rows, int columns, int seed)
    {
        int[,] value = new int[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                value[row, column] = seed + (row * 10) + column;
            }
        }

        return value;
    }

    private static int[,,]? Cube(int planes, int rows, int columns)
    {
        int[,,] value = new int[planes, rows, columns];
        int next = 0;
        foreach (ref int item in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, int>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(value)), value.Length))
        {
            item = next++;
        }

        return value;
    }

    // Memory compares by identity, so it is shown as its items here.
    private readonly struct View<TCodec> : ICodec<(int Length, int[] Items)>
        where TCodec : struct, ICodec<Memory<int>>
    {
        public static void Write(ref WireWriter writer, (int Length, int[] Items) value) => TCodec.Write(ref writer, value.Items);

        public static (int Length, int[] Items) Read(ref WireReader reader)
        {
            Memory<int> memory = TCodec.Read(ref reader);
            return (memory.Length, memory.ToArray());
        }
    }

    private readonly struct ReadOnlyView<TCodec> : ICodec<(int Length, int[] Items)>
        where TCodec : struct, ICodec<ReadOnlyMemory<int>>
    {
        public static void Write(ref WireWriter writer, (int Length, int[] Items) value) => TCodec.Write(ref writer, value.Items);

        public static (int Length, int[] Items) Read(ref WireReader reader)
        {
            ReadOnlyMemory<int> memory = TCodec.Read(ref reader);
            return (memory.Length, memory.ToArray());
        }
    }
}
