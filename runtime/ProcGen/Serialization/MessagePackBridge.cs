using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using MessagePack;
using MessagePack.Formatters;

namespace ProcGen.Serialization;

/// <summary>The only place that touches MessagePack-CSharp, so that its assembly loads when a user's formatter runs and not before.</summary>
internal static class MessagePackBridge
{
    // Not the standard options: these would build the standard resolver, which compiles formatters at run time.
    private static readonly MessagePackSerializerOptions Options = new Minimal().WithSecurity(MessagePackSecurity.UntrustedData);

    public static ReadOnlySpan<byte> Write<T>(IMessagePackFormatter<T?> formatter, T value)
    {
        ArrayBufferWriter<byte> buffer = new();
        try
        {
            MessagePackWriter writer = new(buffer);
            formatter.Serialize(ref writer, value, Options);
            writer.Flush();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new UnserializableValueException(typeof(T), $"{formatter.GetType()} failed: {exception.Message}");
        }

        return buffer.WrittenSpan;
    }

    public static T? Read<T>(IMessagePackFormatter<T?> formatter, ref WireReader reader)
    {
        byte[] bytes = reader.ReadBinary().ToArray();
        T? value;
        bool atEnd;
        try
        {
            MessagePackReader block = new(bytes);
            value = formatter.Deserialize(ref block, Options);
            atEnd = block.End;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw reader.Error($"{formatter.GetType()} failed: {exception.Message}");
        }

        return atEnd ? value : throw reader.Error($"{formatter.GetType()} has left bytes over");
    }

    private sealed class Minimal : MessagePackSerializerOptions
    {
        public Minimal()
            : base(new SimpleTypes())
        {
        }

        private Minimal(Minimal other)
            : base(other)
        {
        }

        protected override MessagePackSerializerOptions Clone() => new Minimal(this);
    }

    /// <summary>What a formatter may ask for: the formatters of simple types, which need no reflection.</summary>
    private sealed class SimpleTypes : IFormatterResolver
    {
        private static readonly Dictionary<Type, object> Formatters = new()
        {
            [typeof(bool)] = BooleanFormatter.Instance,
            [typeof(sbyte)] = SByteFormatter.Instance,
            [typeof(byte)] = ByteFormatter.Instance,
            [typeof(short)] = Int16Formatter.Instance,
            [typeof(ushort)] = UInt16Formatter.Instance,
            [typeof(int)] = Int32Formatter.Instance,
            [typeof(uint)] = UInt32Formatter.Instance,
            [typeof(long)] = Int64Formatter.Instance,
            [typeof(ulong)] = UInt64Formatter.Instance,
            [typeof(char)] = CharFormatter.Instance,
            [typeof(float)] = SingleFormatter.Instance,
            [typeof(double)] = DoubleFormatter.Instance,
            [typeof(decimal)] = DecimalFormatter.Instance,
            [typeof(string)] = NullableStringFormatter.Instance,
            [typeof(byte[])] = ByteArrayFormatter.Instance,
            [typeof(Guid)] = GuidFormatter.Instance,
            [typeof(DateTime)] = DateTimeFormatter.Instance,
            [typeof(DateTimeOffset)] = DateTimeOffsetFormatter.Instance,
            [typeof(TimeSpan)] = TimeSpanFormatter.Instance,
        };

        public IMessagePackFormatter<T>? GetFormatter<T>() => Formatters.GetValueOrDefault(typeof(T)) as IMessagePackFormatter<T>;
    }
}
