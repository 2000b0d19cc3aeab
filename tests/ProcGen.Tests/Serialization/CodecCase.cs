using CsCheck;
using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>One codec with the values that it is tried with. Every test of all codecs goes through the list of these.</summary>
public abstract class CodecCase(string name, Type codec)
{
    public string Name => name;

    /// <summary>The codec's own struct, without its type arguments.</summary>
    public Type Codec => codec;

    /// <summary>Writes chosen and then random values, reads them back, and calls <paramref name="fail"/> for any that differs.</summary>
    public abstract void RoundTrip(int randomValues, Action<string> fail);

    /// <summary>The encodings of chosen and random values.</summary>
    public abstract IEnumerable<byte[]> Encodings(int randomValues, uint seed);

    /// <summary>Reads one value, which must be all of the bytes.</summary>
    public abstract object? Read(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a value that <see cref="Read"/> returned.</summary>
    public abstract byte[] Write(object? value);

    public static CodecCase Of<T, TCodec>(Gen<T> random, params T[] chosen)
        where TCodec : struct, ICodec<T> => new CodecCase<T, TCodec>(random, chosen);

    public static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    protected static string Readable(Type type)
    {
        string plain = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(Readable))}>" : plain;
    }
}

public sealed class CodecCase<T, TCodec>(Gen<T> random, T[] chosen) : CodecCase(Readable(typeof(TCodec)), Definition(typeof(TCodec)))
    where TCodec : struct, ICodec<T>
{
    public override void RoundTrip(int randomValues, Action<string> fail)
    {
        foreach (T value in chosen)
        {
            Check(value, fail);
        }

        random.Sample(value => Check(value, fail), iter: randomValues, threads: 1);
    }

    public override IEnumerable<byte[]> Encodings(int randomValues, uint seed)
    {
        foreach (T value in chosen)
        {
            yield return Encode(value);
        }

        PCG generator = new(1, seed);
        for (int i = 0; i < randomValues; i++)
        {
            yield return Encode(random.Generate(generator, null, out _));
        }
    }

    public override object? Read(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        T value = TCodec.Read(ref reader);
        reader.End();
        return value;
    }

    public override byte[] Write(object? value) => Encode((T)value!);

    private static byte[] Encode(T value) => Wire.Encode<T, TCodec>(value);

    private static void Check(T value, Action<string> fail)
    {
        byte[] bytes = Encode(value);
        WireReader reader = new(bytes);
        T copy = TCodec.Read(ref reader);
        reader.End();
        if (!Same.Values(value, copy))
        {
            fail($"{Same.Describe(value)} came back as {Same.Describe(copy)}");
        }

        WireReader skipper = new(bytes);
        if (skipper.Skip().Length != bytes.Length)
        {
            fail($"Skip stops at {skipper.Position} of {bytes.Length} bytes of {Same.Describe(value)}");
        }
    }
}
