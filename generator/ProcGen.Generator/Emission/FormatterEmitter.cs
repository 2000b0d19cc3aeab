using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Generator.Emission;

/// <summary>Prints what carries values that formatters of the user's write, for MessagePack-CSharp's own writer: their bytes cross as one block.</summary>
/// <remarks>
/// In the user's assembly and not in the runtime, which so needs no package, and works with the version of MessagePack-CSharp that the user has.
/// The options are not the standard ones, whose resolver compiles formatters at run time.
/// </remarks>
internal static class FormatterEmitter
{
    private static readonly string[] SimpleTypes =
    [
        "bool Boolean", "sbyte SByte", "byte Byte", "short Int16", "ushort UInt16", "int Int32", "uint UInt32", "long Int64", "ulong UInt64", "char Char", "float Single", "double Double",
        "decimal Decimal", "string NullableString", "byte[] ByteArray", "global::System.Guid Guid", "global::System.DateTime DateTime", "global::System.DateTimeOffset DateTimeOffset", "global::System.TimeSpan TimeSpan",
    ];

    public static SourceText Emit(string name)
    {
        SourceWriter writer = CommonSource.StartFile();
        using (CommonSource.Namespace(writer, "ProcGen.Generated"))
        {
            CommonSource.Document(writer, "summary", "Carries values that have a formatter of MessagePack-CSharp.");
            CommonSource.Plumbing(writer);
            using (writer.Braces($"internal static class {name}"))
            {
                EmitCodec(writer);
                writer.Separate();
                EmitOptions(writer);
                writer.Separate();
                EmitResolver(writer);
            }
        }

        return writer.ToSourceText();
    }

    private static void EmitCodec(SourceWriter writer) => writer.Line("""
        /// <summary>A value of <typeparamref name="T"/>, as the bytes that its formatter writes.</summary>
        internal readonly struct Codec<T, TFormatter> : global::ProcGen.Serialization.ICodec<T?>
            where TFormatter : global::MessagePack.Formatters.IMessagePackFormatter<T?>, new()
        {
            public static void Write(ref global::ProcGen.Serialization.WireWriter writer, T? value)
            {
                if (value is null)
                {
                    writer.WriteNil();
                    return;
                }

                writer.Enter(typeof(T));
                global::System.Buffers.ArrayBufferWriter<byte> buffer = new();
                try
                {
                    global::MessagePack.MessagePackWriter block = new(buffer);
                    Formatter<T, TFormatter>.Shared.Serialize(ref block, value, Options.Untrusted);
                    block.Flush();
                }
                catch (global::System.Exception exception) when (exception is not global::System.OutOfMemoryException)
                {
                    throw global::ProcGen.Serialization.WireWriter.Error(typeof(T), $"{typeof(TFormatter)} failed: {exception.Message}");
                }

                writer.WriteBinary(buffer.WrittenSpan);
                writer.Leave();
            }

            public static T? Read(ref global::ProcGen.Serialization.WireReader reader)
            {
                if (default(T) is null && reader.TryReadNil())
                {
                    return default;
                }

                reader.Enter();
                byte[] bytes = reader.ReadBinary().ToArray();
                T? value;
                bool atEnd;
                try
                {
                    global::MessagePack.MessagePackReader block = new(bytes);
                    value = Formatter<T, TFormatter>.Shared.Deserialize(ref block, Options.Untrusted);
                    atEnd = block.End;
                }
                catch (global::System.Exception exception) when (exception is not global::System.OutOfMemoryException)
                {
                    throw reader.Error($"{typeof(TFormatter)} failed: {exception.Message}");
                }

                reader.Leave();
                return atEnd ? value : throw reader.Error($"{typeof(TFormatter)} has left bytes over");
            }
        }

        private static class Formatter<T, TFormatter>
            where TFormatter : new()
        {
            internal static readonly TFormatter Shared = new();
        }
        """);

    private static void EmitOptions(SourceWriter writer) => writer.Line("""
        private sealed class Options : global::MessagePack.MessagePackSerializerOptions
        {
            internal static readonly global::MessagePack.MessagePackSerializerOptions Untrusted = new Options().WithSecurity(global::MessagePack.MessagePackSecurity.UntrustedData);

            private Options()
                : base(new Resolver())
            {
            }

            private Options(Options other)
                : base(other)
            {
            }

            protected override global::MessagePack.MessagePackSerializerOptions Clone() => new Options(this);
        }
        """);

    private static void EmitResolver(SourceWriter writer)
    {
        CommonSource.Document(writer, "summary", "What a formatter may ask for: the formatters of simple types, which need no reflection.");
        using (writer.Braces("private sealed class Resolver : global::MessagePack.IFormatterResolver"))
        {
            using (writer.Braces("private static readonly global::System.Collections.Generic.Dictionary<global::System.Type, object> Formatters = new()", "};"))
            {
                foreach (string[] pair in SimpleTypes.Select(static line => line.Split(' ')))
                {
                    writer.Line($"[typeof({pair[0]})] = global::MessagePack.Formatters.{pair[1]}Formatter.Instance,");
                }
            }

            writer.Separate();
            writer.Line("public global::MessagePack.Formatters.IMessagePackFormatter<T>? GetFormatter<T>() =>");
            writer.Line("    Formatters.TryGetValue(typeof(T), out object? formatter) ? formatter as global::MessagePack.Formatters.IMessagePackFormatter<T> : null;");
        }
    }
}
