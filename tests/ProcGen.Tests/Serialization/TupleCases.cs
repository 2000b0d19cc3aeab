using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

internal static class TupleCases
{
    private static readonly Gen<(int, string?)> Seeds = Gen.Select(Values.Int32, Values.TextOrNull);

    public static IEnumerable<CodecCase> All =>
    [
        CodecCase.Of<ValueTuple<int>, ValueTupleCodec<int, Int32Codec>>(Seeds.Select((i, t) => new ValueTuple<int>(i)), default(ValueTuple<int>)),
        CodecCase.Of<(int, string?), ValueTupleCodec<int, string?, Int32Codec, StringCodec>>(Seeds.Select((i, t) => (i, t)), default((int, string?))),
        CodecCase.Of<(int, string?, long), ValueTupleCodec<int, string?, long, Int32Codec, StringCodec, Int64Codec>>(Seeds.Select((i, t) => (i, t, (long)i)), default((int, string?, long))),
        CodecCase.Of<(int, string?, long, string?), ValueTupleCodec<int, string?, long, string?, Int32Codec, StringCodec, Int64Codec, StringCodec>>(Seeds.Select((i, t) => (i, t, (long)i, (string?)(t + t))), default((int, string?, long, string?))),
        CodecCase.Of<(int, string?, long, string?, double), ValueTupleCodec<int, string?, long, string?, double, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec>>(Seeds.Select((i, t) => (i, t, (long)i, (string?)(t + t), (double)i)), default((int, string?, long, string?, double))),
        CodecCase.Of<(int, string?, long, string?, double, bool), ValueTupleCodec<int, string?, long, string?, double, bool, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec, BooleanCodec>>(Seeds.Select((i, t) => (i, t, (long)i, (string?)(t + t), (double)i, i % 2 == 0)), default((int, string?, long, string?, double, bool))),
        CodecCase.Of<(int, string?, long, string?, double, bool, byte), ValueTupleCodec<int, string?, long, string?, double, bool, byte, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec, BooleanCodec, ByteCodec>>(Seeds.Select((i, t) => (i, t, (long)i, (string?)(t + t), (double)i, i % 2 == 0, (byte)i)), default((int, string?, long, string?, double, bool, byte))),
        CodecCase.Of<(int, string?, long, string?, double, bool, byte, char, int), ValueTuple8Codec<int, string?, long, string?, double, bool, byte, (char, int), Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec, BooleanCodec, ByteCodec, ValueTupleCodec<char, int, CharCodec, Int32Codec>>>(
            Seeds.Select((i, t) => (i, t, (long)i, (string?)(t + t), (double)i, i % 2 == 0, (byte)i, (char)i, ~i))),
        CodecCase.Of<Tuple<int>?, TupleCodec<int, Int32Codec>>(Seeds.Select((i, t) => (Tuple<int>?)new(i)), [null]),
        CodecCase.Of<Tuple<int, string?>?, TupleCodec<int, string?, Int32Codec, StringCodec>>(Seeds.Select((i, t) => (Tuple<int, string?>?)new(i, t)), [null]),
        CodecCase.Of<Tuple<int, string?, long>?, TupleCodec<int, string?, long, Int32Codec, StringCodec, Int64Codec>>(Seeds.Select((i, t) => (Tuple<int, string?, long>?)new(i, t, (long)i)), [null]),
        CodecCase.Of<Tuple<int, string?, long, string?>?, TupleCodec<int, string?, long, string?, Int32Codec, StringCodec, Int64Codec, StringCodec>>(Seeds.Select((i, t) => (Tuple<int, string?, long, string?>?)new(i, t, (long)i, (string?)(t + t))), [null]),
        CodecCase.Of<Tuple<int, string?, long, string?, double>?, TupleCodec<int, string?, long, string?, double, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec>>(Seeds.Select((i, t) => (Tuple<int, string?, long, string?, double>?)new(i, t, (long)i, (string?)(t + t), (double)i)), [null]),
        CodecCase.Of<Tuple<int, string?, long, string?, double, bool>?, TupleCodec<int, string?, long, string?, double, bool, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec, BooleanCodec>>(Seeds.Select((i, t) => (Tuple<int, string?, long, string?, double, bool>?)new(i, t, (long)i, (string?)(t + t), (double)i, i % 2 == 0)), [null]),
        CodecCase.Of<Tuple<int, string?, long, string?, double, bool, byte>?, TupleCodec<int, string?, long, string?, double, bool, byte, Int32Codec, StringCodec, Int64Codec, StringCodec, DoubleCodec, BooleanCodec, ByteCodec>>(Seeds.Select((i, t) => (Tuple<int, string?, long, string?, double, bool, byte>?)new(i, t, (long)i, (string?)(t + t), (double)i, i % 2 == 0, (byte)i)), [null]),
    ];
}
