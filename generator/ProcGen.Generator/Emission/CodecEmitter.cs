using Microsoft.CodeAnalysis.Text;
using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the file of a generated codec.</summary>
internal static class CodecEmitter
{
    public static SourceText Emit(CodecModel codec)
    {
        SourceWriter writer = CommonSource.StartFile();
        using (CommonSource.Namespace(writer, "ProcGen.Generated"))
        {
            string type = codec.IsReferenceType ? codec.Type + "?" : codec.Type;
            CommonSource.Plumbing(writer);
            using (writer.Braces($"internal readonly struct {codec.Name} : {CommonSource.Serialization}ICodec<{type}>"))
            {
                using (writer.Braces($"public static void Write(ref {CommonSource.Serialization}WireWriter writer, {type} value)"))
                {
                    WriteBody(writer, codec);
                }

                writer.Separate();
                using (writer.Braces($"public static {type} Read(ref {CommonSource.Serialization}WireReader reader)"))
                {
                    ReadBody(writer, codec);
                }
            }
        }

        return writer.ToSourceText();
    }

    private static void WriteBody(SourceWriter writer, CodecModel codec)
    {
        if (codec.IsReferenceType)
        {
            using (writer.Braces("if (value is null)"))
            {
                writer.Line("writer.WriteNil();");
                writer.Line("return;");
            }

            writer.Separate();
        }

        if (codec is { ChecksRuntimeType: true, Layout: not CodecLayout.Union })
        {
            using (writer.Braces($"if (value.GetType() != typeof({codec.Type}))"))
            {
                writer.Line($"throw {CommonSource.Serialization}CodecError.NotDeclared(value.GetType(), typeof({codec.Type}));");
            }

            writer.Separate();
        }

        writer.Line($"writer.Enter(typeof({codec.Type}));");
        switch (codec.Layout)
        {
            case CodecLayout.Union:
                UnionCodecEmitter.Write(writer, codec);
                break;
            case CodecLayout.Members:
                writer.Line($"writer.WriteArrayHeader({codec.Members.Count});");
                foreach (CodecMemberModel member in codec.Members)
                {
                    WriteMember(writer, member);
                }

                break;
            default:
                KeyedCodecEmitter.Write(writer, codec);
                break;
        }

        writer.Line("writer.Leave();");
    }

    private static void ReadBody(SourceWriter writer, CodecModel codec)
    {
        if (codec.IsReferenceType)
        {
            using (writer.Braces("if (reader.TryReadNil())"))
            {
                writer.Line("return null;");
            }

            writer.Separate();
        }

        writer.Line("reader.Enter();");
        switch (codec.Layout)
        {
            case CodecLayout.Union:
                UnionCodecEmitter.Read(writer, codec);
                return;
            case CodecLayout.Members:
                writer.Line($"reader.ReadArrayHeader({codec.Members.Count});");
                foreach (CodecMemberModel member in codec.Members)
                {
                    writer.Line($"{member.Codec.Type} {member.Local} = {member.Codec.Codec}.Read(ref reader);");
                }

                break;
            default:
                KeyedCodecEmitter.Read(writer, codec);
                break;
        }

        writer.Line("reader.Leave();");
        writer.Line($"return {Construct(codec.Type, codec.ConstructorArguments, codec.Initializers)};");
    }

    public static void WriteMember(SourceWriter writer, CodecMemberModel member) =>
        writer.Line($"{member.Codec.Codec}.Write(ref writer, value.{member.Name});");

    public static string Construct(string type, EquatableArray<string> arguments, EquatableArray<string> initializers) =>
        $"new {type}({string.Join(", ", arguments)})" + (initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}");
}
