using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the bodies of codecs of unions: a pair of which declared type it is, and the value.</summary>
internal static class UnionCodecEmitter
{
    public static void Write(SourceWriter writer, CodecModel codec)
    {
        string start = "if";
        foreach (UnionCaseModel declared in codec.Cases)
        {
            string condition = declared.IsExact ? $"value.GetType() == typeof({declared.Type})" : $"value is {declared.Type}";
            using (writer.Braces($"{start} ({condition})"))
            {
                writer.Line("writer.WriteArrayHeader(2);");
                writer.Line($"writer.WriteInt64({declared.Key});");
                writer.Line($"{declared.Codec}.Write(ref writer, ({declared.Type})value);");
            }

            start = "else if";
        }

        using (writer.Braces("else"))
        {
            writer.Line($"throw {CommonSource.Serialization}CodecError.NotDeclared(value.GetType(), typeof({codec.Type}));");
        }

        writer.Separate();
    }

    public static void Read(SourceWriter writer, CodecModel codec)
    {
        writer.Line("reader.ReadArrayHeader(2);");
        writer.Line("int key = reader.ReadInt32();");
        using (writer.Braces($"{codec.Type}? value = key switch", "};"))
        {
            foreach (UnionCaseModel declared in codec.Cases)
            {
                writer.Line($"{declared.Key} => {declared.Codec}.Read(ref reader),");
            }

            writer.Line("_ => throw reader.Error($\"{key} stands for none of the declared types\"),");
        }

        writer.Line("reader.Leave();");
        writer.Line("return value;");
    }
}
